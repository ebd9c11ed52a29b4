#include "local_service/request_log.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::size_t MaxRequests = 10000;
constexpr std::size_t MaxBytes = 64 * 1024 * 1024;

}  // namespace

std::uint64_t RequestLog::Add(RecordedRequest request) {
  request.Number = ++lastNumber_;
  bytes_ += request.Body.size();
  requests_.push_back(std::move(request));
  while (requests_.size() > MaxRequests || bytes_ > MaxBytes) {
    bytes_ -= requests_.front().Body.size();
    requests_.pop_front();
  }
  return lastNumber_;
}

void RequestLog::SetStatus(std::uint64_t number, int status) {
  const std::uint64_t first = requests_.empty() ? lastNumber_ + 1 : requests_.front().Number;
  if (number >= first && number <= lastNumber_) {
    requests_[static_cast<std::size_t>(number - first)].Status = status;
  }
}

void RequestLog::Clear() {
  requests_.clear();
  bytes_ = 0;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
