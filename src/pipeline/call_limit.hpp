#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/options.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace Azure::Messaging::WebPubSub {

/// Counts the asynchronous calls of a client that were started and haven't ended, and holds further
/// ones back.
class CallLimit {
 public:
  enum class Admission { Admitted, Full, ContextEnded };

  explicit CallLimit(const LimitOptions& options) : options_(options) {}

  /// Counts a call, as soon as there is room for it.
  /// @param bytes of its message.
  /// @throws std::logic_error if it had to wait on an I/O thread.
  Admission Enter(std::size_t bytes, const Context& context);
  /// The call has ended, and makes room: before anybody is told, who may begin another at once.
  void Leave(std::size_t bytes);
  /// And now its callback has returned.
  void Settle();

  /// Waits until every call has ended and its callback returned; false if the context ended the
  /// wait.
  bool WaitUntilIdle(const Context& context);
  [[nodiscard]] std::size_t Calls() const;

 private:
  [[nodiscard]] bool HasRoom(std::size_t bytes) const;
  void Count(std::size_t bytes);
  /// Tries, under the lock and after every change, until it succeeds; false if the context ended
  /// first.
  template <class Attempt>
  bool WaitFor(Attempt attempt, const Context& context);

  const LimitOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t calls_ = 0;
  std::size_t bytes_ = 0;
  std::size_t unsettled_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub
