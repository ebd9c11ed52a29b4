#include "local_service/replay_buffer.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

Frame ReplayBuffer::Add(const Frame& frame) {
  Frame numbered = frame;
  numbered.Bytes = std::make_shared<const std::string>(
      "{\"sequenceId\":" + std::to_string(++lastId_) + ',' + frame.Bytes->substr(1));
  bytes_ += numbered.Bytes->size();
  kept_.push_back({lastId_, numbered});
  return numbered;
}

void ReplayBuffer::Acknowledge(std::uint64_t sequenceId) {
  while (!kept_.empty() && kept_.front().SequenceId <= sequenceId) {
    bytes_ -= kept_.front().Content.Bytes->size();
    kept_.pop_front();
  }
}

std::vector<Frame> ReplayBuffer::Unacknowledged(Time now) const {
  std::vector<Frame> frames;
  for (const Kept& one : kept_) {
    if (!one.Content.IsExpired(now)) frames.push_back(one.Content);
  }
  return frames;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
