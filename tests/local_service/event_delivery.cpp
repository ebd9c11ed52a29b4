#include "local_service/event_delivery.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

EventDelivery::EventDelivery(const HandlerContext& context, const EventHandler& handler,
                             Event event, std::shared_ptr<EventSession> session, OnDone onDone)
    : context_(context),
      event_(std::move(event)),
      url_(ResolveUrl(handler, event_.Hub, event_.Name)),
      validationUrl_(ResolveUrl(handler, event_.Hub, "validate")),
      session_(std::move(session)),
      onDone_(std::move(onDone)) {
  context_.State.Sessions.insert(this);
  SentEvent sent;
  sent.Time = context_.State.Now();
  sent.Hub = event_.Hub;
  sent.Name = event_.FullName();
  sent.ConnectionId = event_.ConnectionId;
  sent.UserId = event_.UserId.value_or("");
  sent.Url = WithoutQuery(url_);
  number_ = context_.State.SentEvents.Add(std::move(sent));
}

EventDelivery::~EventDelivery() { context_.State.Sessions.erase(this); }

void EventDelivery::Start(HandlerValidation& validation) {
  if (hasEnded_) return;
  // The request is made before the validation, so that the ids follow the order of the events.
  auto request = MakeEventRequest(event_, *ParseHttpUrl(url_), *session_, context_.State.Options,
                                  context_.State.Now());
  if (auto* error = std::get_if<std::string>(&request)) return Finish({{}, *error, 0, false});
  validation.Check(validationUrl_, [self = shared_from_this(),
                                    request = std::get<OutgoingRequest>(std::move(request))](
                                       const std::string& refusal) {
    if (self->hasEnded_) return;
    if (!refusal.empty()) return self->Finish({{}, "the handler isn't valid", 0, false});
    self->Call(request);
  });
}

void EventDelivery::Call(OutgoingRequest request) {
  call_ = std::make_shared<HandlerCall>(
      context_, std::move(request), event_.FullName(), context_.State.Options.EventTimeout,
      [self = shared_from_this()](const HandlerResult& result) { self->OnResult(result); });
  call_->Start();
}

void EventDelivery::Cancel() {
  if (hasEnded_) return;
  const auto self = shared_from_this();  // The call may hold the last reference
  onDone_ = nullptr;
  if (call_) call_->Cancel();
  Finish({{}, "cancelled", 0, false});
}

void EventDelivery::OnResult(const HandlerResult& result) {
  if (result.IsSuccess()) Remember(*result.Response);
  Finish(result);
}

// Only the responses to events that block the client set its state.
void EventDelivery::Remember(const RestResponse& response) {
  const bool isBlocking = event_.Kind == EventKind::User || event_.Name == "connect";
  for (const auto& [name, value] : response.Headers) {
    if (isBlocking && name == "ce-connectionstate") session_->State = value;
    if (name == "set-cookie") {
      session_->Cookies.Set(value, *ParseHttpUrl(url_), context_.State.Now());
    }
  }
}

void EventDelivery::Finish(const HandlerResult& result) {
  hasEnded_ = true;
  context_.State.Sessions.erase(this);
  Log(result);
  const OnDone done = std::exchange(onDone_, nullptr);
  if (done) done(result);
}

void EventDelivery::Log(const HandlerResult& result) {
  if (SentEvent* sent = context_.State.SentEvents.Find(number_)) {
    sent->HasEnded = true;
    sent->Status = result.Response ? result.Response->Status : 0;
    sent->Attempts = result.Attempts;
    sent->Error = result.Error;
  }
  std::string line = "event " + event_.FullName() + " of client " + event_.ConnectionId +
                     ": POST " + WithoutQuery(url_) + ' ';
  line += result.Response ? std::to_string(result.Response->Status) : "failed: " + result.Error;
  if (result.Attempts > 1) line += ", after " + std::to_string(result.Attempts) + " attempts";
  context_.State.Log(line);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
