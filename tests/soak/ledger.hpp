#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// How a send ended, as its caller was told.
enum class SendEnd : std::uint8_t {
  /// It wasn't told.
  Unknown,
  Success,
  /// A failure that says: not accepted.
  NotAccepted,
  /// A failure that says: may have been accepted.
  MayHaveBeenAccepted,
};

/// The books of many sends: how each ended, and how often its message arrived. Safe from many
/// threads; a send's end is told once.
class Ledger {
 public:
  explicit Ledger(std::size_t sends) : entries_(sends) {}

  void Ended(std::size_t id, bool atMostOnce, SendEnd end);
  void Received(std::size_t id);

  [[nodiscard]] std::size_t CountEnded() const { return ended_; }

  /// What doesn't balance, in words; empty if all does. Once nobody sends or receives any more.
  [[nodiscard]] std::vector<std::string> FindErrors() const;
  /// The sums.
  [[nodiscard]] std::string Summary() const;

 private:
  struct Entry {
    std::atomic<std::uint32_t> Copies{0};
    SendEnd End = SendEnd::Unknown;
    bool AtMostOnce = false;
  };

  std::vector<Entry> entries_;
  std::atomic<std::size_t> ended_{0};
  std::atomic<std::size_t> strangers_{0};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
