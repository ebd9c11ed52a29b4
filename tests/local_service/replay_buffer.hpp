#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The messages that a reliable client has not acknowledged yet.
class ReplayBuffer {
 public:
  static constexpr std::size_t MostFrames = 1000;
  static constexpr std::size_t MostBytes = 16 * 1024 * 1024;

  /// Numbers a message of the JSON protocol and keeps it: the frame that carries its number.
  Frame Add(const Frame& frame);
  /// Forgets the messages up to a number.
  void Acknowledge(std::uint64_t sequenceId);

  [[nodiscard]] bool IsOverfull() const { return kept_.size() > MostFrames || bytes_ > MostBytes; }
  [[nodiscard]] std::size_t Size() const { return kept_.size(); }
  /// What to send again, in order; expired messages are left out.
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
