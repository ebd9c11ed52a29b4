#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The messages that a reliable client has not yet acknowledged.
class ReplayBuffer {
 public:
  static constexpr std::size_t MaxFrames = 1000;
  static constexpr std::size_t MaxBytes = 16 * 1024 * 1024;

  /// Gives a JSON message the next sequence id and keeps it.
  /// @return the frame with the sequence id.
  Frame Add(const Frame& frame);
  /// Removes the messages up to and including a sequence id.
  void Acknowledge(std::uint64_t sequenceId);

  [[nodiscard]] bool IsOverfull() const { return kept_.size() > MaxFrames || bytes_ > MaxBytes; }
  [[nodiscard]] std::size_t Size() const { return kept_.size(); }
  /// The messages to send again, in order, without expired ones.
  [[nodiscard]] std::vector<Frame> Unacknowledged(Time now) const;

 private:
  struct Kept {
    std::uint64_t SequenceId;
    Frame Content;
  };

  std::deque<Kept> kept_;
  std::size_t bytes_ = 0;
  std::uint64_t lastId_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
