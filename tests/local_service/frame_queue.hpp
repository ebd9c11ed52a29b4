#pragma once

#include <cstddef>
#include <deque>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The frames that wait to be written to a client, oldest first.
class FrameQueue {
 public:
  static constexpr std::size_t MaxFrames = 1000;
  static constexpr std::size_t MaxBytes = 16 * 1024 * 1024;

  void Push(const Frame& frame);
  void Pop();
  void Clear();
  /// Removes expired frames from the front, so that the front frame can be written.
  void DropExpired(Time now);

  [[nodiscard]] bool IsEmpty() const { return frames_.empty(); }
  [[nodiscard]] std::size_t Size() const { return frames_.size(); }
  /// The queue must not be empty.
  [[nodiscard]] const Frame& Front() const { return frames_.front(); }
  [[nodiscard]] bool IsOverfull() const { return frames_.size() > MaxFrames || bytes_ > MaxBytes; }

 private:
  std::deque<Frame> frames_;
  std::size_t bytes_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
