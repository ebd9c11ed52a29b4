#include "local_service/handler_call.hpp"

#include <stdexcept>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr int RequestTimeoutStatus = 408;

bool IsTransient(const HttpCallResult& result) {
  if (!result.Response) return result.IsTransient;
  return result.Response->Status == RequestTimeoutStatus || result.Response->Status >= 500;
}

HttpCallResult FaultResult(const Fault& fault) {
  HttpCallResult result;
  RestResponse& response = result.Response.emplace();
  response.Status = fault.Status;
  for (const auto& [name, value] : fault.Headers) {
    response.Headers.emplace_back(ToLower(name), value);
  }
  response.Body = fault.Body;
  return result;
}

}  // namespace

HandlerCall::HandlerCall(const HandlerContext& context, OutgoingRequest request, std::string event,
                         std::chrono::milliseconds timeout, OnDone onDone)
    : context_(context),
      request_(std::move(request)),
      event_(std::move(event)),
      timeout_(timeout),
      onDone_(std::move(onDone)),
      deadline_(context.Executor),
      delay_(context.Executor),
      until_(std::chrono::steady_clock::now() + timeout) {}

void HandlerCall::Start() {
  ExpireAt(until_);
  SendOnce();
}

void HandlerCall::Cancel() {
  onDone_ = nullptr;
  deadline_.cancel();
  delay_.cancel();
  if (call_) call_->Cancel();
}

void HandlerCall::ExpireAt(std::chrono::steady_clock::time_point time) {
  deadline_.expires_at(time);
  deadline_.async_wait([self = shared_from_this()](const boost::system::error_code& stopped) {
    if (stopped || self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
    self->Finish({std::nullopt,
                  "no response within " + std::to_string(self->timeout_.count()) + " ms",
                  self->attempts_, self->dropsClient_});
  });
}

void HandlerCall::SendOnce() {
  ++attempts_;
  fault_ = context_.State.Faults.TakeForEvent(event_);
  if (!fault_ || fault_->Delay.count() == 0) return Act();
  delay_.expires_after(fault_->Delay);
  delay_.async_wait([self = shared_from_this()](const boost::system::error_code& stopped) {
    if (!stopped && self->onDone_) self->Act();
  });
}

void HandlerCall::Act() {
  switch (fault_ ? fault_->Action : FaultAction::Handle) {
    case FaultAction::Respond:
      return OnResult(FaultResult(*fault_));
    case FaultAction::Drop:
      return OnResult({std::nullopt, "a fault dropped the request", true});
    case FaultAction::Duplicate:
      return Call(2);
    case FaultAction::DropClient:
      dropsClient_ = true;
      return Call(1);
    case FaultAction::Handle:
    case FaultAction::DropAfterHandling:
    case FaultAction::RespondAfterHandling:
    case FaultAction::RespondUnrequested:
    case FaultAction::OddHeaders:
    case FaultAction::SlowBody:
    case FaultAction::TlsAlert:
    case FaultAction::Close:
      return Call(1);
  }
}

void HandlerCall::Call(int times) {
  const auto self = shared_from_this();
  try {
    call_ = HttpCall::Start(
        context_.Executor, context_.Tls, request_,
        // The handler is working; only a body that never ends is left to fear.
        [self] { self->ExpireAt(std::chrono::steady_clock::now() + self->timeout_); },
        [self, times](HttpCallResult result) {
          if (times > 1) return self->Call(times - 1);
          self->OnResult(std::move(result));
        });
  } catch (const std::exception& exception) {
    // Beast refuses headers that are too long.
    OnResult({std::nullopt, std::string("can't send the request: ") + exception.what(), false});
  }
}

void HandlerCall::OnResult(HttpCallResult result) {
  if (fault_ && fault_->Action == FaultAction::DropAfterHandling) {
    result = {std::nullopt, "a fault dropped the response", true};
  }
  const auto& delays = context_.State.Options.EventRetryDelays;
  const auto retries = static_cast<std::size_t>(attempts_ - 1);
  if (!IsTransient(result) || retries >= delays.size()) {
    return Finish({std::move(result.Response), std::move(result.Error), attempts_, dropsClient_});
  }
  ExpireAt(until_);
  delay_.expires_after(delays[retries]);
  delay_.async_wait([self = shared_from_this()](const boost::system::error_code& stopped) {
    if (!stopped && self->onDone_) self->SendOnce();
  });
}

void HandlerCall::Finish(HandlerResult result) {
  const OnDone done = std::exchange(onDone_, nullptr);
  Cancel();
  if (done) done(std::move(result));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
