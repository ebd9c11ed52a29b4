#include "support/subscriber.hpp"

#include <algorithm>
#include <chrono>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr std::chrono::seconds Patience{60};

std::string MakeUrl(const WebPubSubServiceClient& client, const std::string& userId) {
  ClientAccessOptions access;
  access.UserId = userId;
  return client.GetClientAccessUri(access);
}

}  // namespace

Subscriber::Subscriber(const WebPubSubServiceClient& client, const std::string& userId,
                       Ledger& ledger, const std::string& caFile)
    : socket_(MakeUrl(client, userId), {}, caFile), ledger_(ledger) {
  while (!client.UserExists(userId)) {
  }
  thread_ = std::thread([this] { Count(); });
}

Subscriber::~Subscriber() {
  if (thread_.joinable()) thread_.join();
}

void Subscriber::WaitFor(std::size_t id) {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return hasEnded_ || latest_ >= id; });
}

void Subscriber::WaitForCount(std::size_t count) {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return hasEnded_ || count_ >= count; });
}

bool Subscriber::Join() {
  thread_.join();
  return sawEnd_;
}

void Subscriber::Count() {
  while (const auto frame = socket_.Receive(Patience)) {
    sawEnd_ = frame->Data == EndMark;
    if (sawEnd_) break;
    const std::size_t id = std::stoul(frame->Data);
    ledger_.Received(id);
    const std::lock_guard lock(mutex_);
    latest_ = std::max(latest_, id);
    ++count_;
    arrived_.notify_all();
  }
  const std::lock_guard lock(mutex_);
  hasEnded_ = true;
  arrived_.notify_all();
}

}  // namespace Azure::Messaging::WebPubSub::Testing
