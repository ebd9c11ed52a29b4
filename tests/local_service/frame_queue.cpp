#include "local_service/frame_queue.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

void FrameQueue::Push(const Frame& frame) {
  frames_.push_back(frame);
  bytes_ += frame.Bytes->size();
}

void FrameQueue::Pop() {
  bytes_ -= frames_.front().Bytes->size();
  frames_.pop_front();
}

void FrameQueue::Clear() {
  frames_.clear();
  bytes_ = 0;
}

void FrameQueue::DropExpired(Time now) {
  while (!frames_.empty() && frames_.front().IsExpired(now)) Pop();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
