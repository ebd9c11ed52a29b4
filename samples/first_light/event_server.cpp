#include "event_server.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>

#include "support/beast_events.hpp"

namespace FirstLight {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

class EventServer::Greeter : public WebPubSubHub {
 public:
  UserEventReply OnMessageReceived(const UserEventRequest& request) override {
    const std::string user = request.Context.UserId.value_or("stranger");
    {
      const std::lock_guard lock(mutex_);
      heard_.push_back({request.Context.EventName + ", from " + user, request.Data});
    }
    arrived_.notify_one();
    return UserEventResponse(Greeting(user).Content);
  }

  std::optional<Delivery> Next(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, timeout, [this] { return !heard_.empty(); })) return std::nullopt;
    Delivery next = heard_.front();
    heard_.pop_front();
    return next;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Delivery> heard_;
};

EventServer::EventServer(const std::string& hub, const std::string& key)
    : greeter_(std::make_shared<Greeter>()), server_(0) {
  EventHandlerOptions options;
  options.Sources = {EventSource("http://127.0.0.1", {AzureKeyCredential(key)})};
  const WebPubSubEventHandler handler(hub, greeter_, options);
  server_.Serve([handler](const Samples::Request& request) {
    return Samples::HandleEvent(handler, request);
  });
}

Delivery EventServer::Expected(const Message& message, const std::string& user) {
  return {"message, from " + user, message.Bytes};
}

std::optional<Delivery> EventServer::Next(std::chrono::milliseconds timeout) {
  return greeter_->Next(timeout);
}

}  // namespace FirstLight
