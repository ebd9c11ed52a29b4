#pragma once

#include <azure/messaging/webpubsub/context.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>

namespace Azure::Messaging::WebPubSub::Detail {

/// Which host names the transfers of a client are resolving. libcurl starts a thread for each
/// resolution, and can't stop one that hangs. So a name is resolved by one transfer at a time, and
/// the others wait for it. Used by many threads at once.
class Resolutions {
 public:
  /// One resolution, shared by those who wait for it. Changes only at its end.
  struct Resolution {
    explicit Resolution(std::error_code shortage) : Shortage(shortage) {}

    const std::error_code Shortage;  // of descriptors for the resolver, when it began
    bool HasEnded = false;
    std::string Failure;  // empty for none
  };
  using Ticket = std::shared_ptr<Resolution>;

  /// How many resolutions may hang, after their calls have ended, before others are refused.
  static constexpr std::size_t MostHanging = 4;

  /// What a resolver needs: it has a pair of sockets, and opens files or sockets on its thread.
  static constexpr int DescriptorsOfOne = 4;

  enum class Turn { Now, AfterTheOther, Never };

  /// How many have ended, but for failures. To be read before libcurl looks for a name in its
  /// cache.
  [[nodiscard]] std::size_t Endings() const noexcept { return endings_; }
  /// Whether the caller may resolve a name, which libcurl didn't find in its cache.
  /// @param endings how many there were before it looked. If the name was resolved since then, it
  ///   has to look again: AfterTheOther, which has ended.
  /// @param ticket receives the caller's resolution, which it must End or Abandon, or the one to
  ///   wait for.
  Turn Begin(const std::string& host, std::size_t endings, Ticket& ticket);
  /// @param failure why it failed; empty for a success. Without the memory to keep it, those who
  ///   wait find out for themselves.
  void End(const std::string& host, const Ticket& ticket, std::string_view failure = {}) noexcept;
  /// The call that resolved has ended, and the resolution hangs. Others may try.
  void Abandon(const std::string& host, const Ticket& ticket) noexcept;
  /// An abandoned resolution doesn't hang any more.
  void EndAbandoned();

  /// Waits on the caller's thread.
  /// @return false if the context ended before.
  bool Wait(const Ticket& ticket, const Context& context);
  [[nodiscard]] bool HasEnded(const Ticket& ticket);

  /// @param onEnd called after each end, on any thread and with a lock held; null for none.
  void SetListener(std::function<void()> onEnd);

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::string, Ticket> running_;
  std::atomic<std::size_t> endings_{0};
  // Of the last ending that was counted.
  std::string lastHost_;
  Ticket last_;
  std::size_t hanging_ = 0;
  std::function<void()> onEnd_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
