#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "local_service/event_request.hpp"
#include "local_service/handler_validation.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// One event on its way to an event handler: validation, then the call. A service that stops waits
/// a moment for it.
class EventDelivery final : public Session, public std::enable_shared_from_this<EventDelivery> {
 public:
  using OnDone = std::function<void(const HandlerResult& result)>;

  EventDelivery(const HandlerContext& context, const EventHandler& handler, Event event,
                std::shared_ptr<EventSession> session, OnDone onDone);
  ~EventDelivery() override;
  EventDelivery(const EventDelivery&) = delete;
  EventDelivery& operator=(const EventDelivery&) = delete;

  void Start(HandlerValidation& validation);
  /// Ends the delivery at once, without calling back.
  void Cancel();

  void Stop() override {}
  void Abort() override { Cancel(); }

 private:
  void Call(OutgoingRequest request);
  void OnResult(const HandlerResult& result);
  void Remember(const RestResponse& response);
  void Finish(const HandlerResult& result);
  void Log(const HandlerResult& result);

  const HandlerContext context_;
  const Event event_;
  const std::string url_;
  const std::string validationUrl_;
  const std::shared_ptr<EventSession> session_;
  OnDone onDone_;
  std::shared_ptr<HandlerCall> call_;
  std::uint64_t number_ = 0;
  bool hasEnded_ = false;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
