#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// How a send ended, from the caller's view.
enum class SendEnd : std::uint8_t {
  /// The send hasn't ended.
  Unknown,
  Success,
  /// It failed, and the failure excludes that the service accepted it.
  NotAccepted,
  /// It failed, and the service may have accepted it.
  MayHaveBeenAccepted,
};

/// How a send ended that threw this.
inline SendEnd EndOf(const WebPubSubException& failure) {
  return failure.MayHaveBeenAccepted() ? SendEnd::MayHaveBeenAccepted : SendEnd::NotAccepted;
}

/// Records how each of many sends ended, and how often its message arrived. Many threads may use it
/// at once. Ended must be called once for each send.
class Ledger {
 public:
  explicit Ledger(std::size_t sends) : entries_(sends) {}

  void Ended(std::size_t id, bool atMostOnce, SendEnd end);
  void Received(std::size_t id);

  [[nodiscard]] std::size_t CountEnded() const { return ended_; }

  /// How many sends ended like this. Call it only when all sending has stopped.
  [[nodiscard]] std::size_t Count(SendEnd end) const;
  /// The inconsistencies, in words. Call it only when all sending and receiving has stopped.
  [[nodiscard]] std::vector<std::string> FindErrors() const;
  /// The totals by mode and outcome, a line each.
  [[nodiscard]] std::string Summary() const;

 private:
  struct Entry {
    std::atomic<std::uint32_t> Copies{0};
    SendEnd End = SendEnd::Unknown;
    bool AtMostOnce = false;
  };

  std::vector<Entry> entries_;
  std::atomic<std::size_t> ended_{0};
  std::atomic<std::size_t> unknown_{0};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
