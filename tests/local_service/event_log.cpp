#include "local_service/event_log.hpp"

#include <utility>

namespace Azure::Messaging::WebPubSub::LocalService {

std::uint64_t EventLog::Add(SentEvent event) {
  event.Number = ++lastNumber_;
  events_.push_back(std::move(event));
  if (events_.size() > MaxEvents) events_.pop_front();
  return lastNumber_;
}

SentEvent* EventLog::Find(std::uint64_t number) {
  const std::uint64_t first = events_.empty() ? lastNumber_ + 1 : events_.front().Number;
  if (number < first || number > lastNumber_) return nullptr;
  return &events_[static_cast<std::size_t>(number - first)];
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
