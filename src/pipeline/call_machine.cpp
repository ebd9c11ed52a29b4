#include "pipeline/call_machine.hpp"

#include <atomic>
#include <utility>

#include "http/valid_fields.hpp"
#include "pipeline/call_log.hpp"
#include "pipeline/failures.hpp"
#include "pipeline/policies/client_request_id.hpp"
#include "pipeline/redaction.hpp"
#include "pipeline/retry.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::uint64_t NextCallId() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

CallMachine::CallMachine(const Pipeline& pipeline, OperationRequest&& operation,
                         const Context& context)
    : pipeline_(pipeline), context_(context), operation_(std::move(operation)) {}

// An exception of a user's policy, or of signing, ends the call and reaches its caller.
template <class Action>
NextStep CallMachine::Guarded(Action action) noexcept {
  try {
    return action();
  } catch (...) {
    return OnException(std::current_exception());
  }
}

NextStep CallMachine::OnException(std::exception_ptr thrown) noexcept {
  if (pipeline_.Environment.IsExiting()) return OnProcessExit(false);
  return Fail(std::move(thrown));
}

NextStep CallMachine::Start() noexcept {
  return Guarded([this] {
    PrepareCall();
    return StartAttempt();
  });
}

void CallMachine::PrepareCall() {
  std::chrono::steady_clock::time_point startedAt;
  if (pipeline_.Observer) startedAt = pipeline_.Environment.SteadyNow();
  for (const auto& policy : pipeline_.PerCall) policy->OnRequest(operation_.Request, 1, context_);
  if (!pipeline_.Observer) return;
  observed_ = std::make_unique<Observed>(
      Observed{NextCallId(), startedAt, RedactUrl(operation_.Request.Url())});
  Observe("CallStarted", [this](CallObserver& observer) {
    observer.CallStarted(Describe(), operation_.Request.Headers());
  });
}

NextStep CallMachine::StartAttempt() {
  if (HasEnded()) return OnCancelled();
  // The service checks the token against its own URL: this comes before the reverse proxy changes
  // it.
  if (operation_.NeedsToken &&
      !pipeline_.Authenticator->TryAuthorize(operation_.Request, authentication_)) {
    return CallStep::Authorize{};
  }
  return SendAttempt();
}

NextStep CallMachine::OnFetched(FetchedAuthentication fetched) noexcept {
  return Guarded([&] {
    if (HasEnded()) return OnCancelled();
    if (fetched.RefusalStands) {
      return FailWithLastOutcome("the credential gave no other token" +
                                 (fetched.Failure ? ": " + MessageOf(fetched.Failure) : ""));
    }
    if (fetched.Failure) return Fail(NotAuthenticated(operation_, fetched.Failure, history_));
    if (!fetched.State) return OnCancelled();
    authentication_ = *std::move(fetched.State);
    return StartAttempt();
  });
}

NextStep CallMachine::SendAttempt() {
  ++history_.Attempts;
  // Reading the clock costs more than the rest of an attempt's bookkeeping.
  const bool isTimed = pipeline_.Observer || pipeline_.Log.Takes(LogLevel::Warning);
  attemptStarted_ = isTimed ? OptionalTime(pipeline_.Environment.SteadyNow()) : std::nullopt;
  attemptCopy_.reset();
  if (!pipeline_.PerAttempt.empty()) {
    attemptCopy_ = std::make_unique<HttpRequest>(operation_.Request);
  }
  for (const auto& policy : pipeline_.PerAttempt) {
    policy->OnRequest(*attemptCopy_, history_.Attempts, context_);
  }
  if (observed_) ObserveAttempt();
  LogRequest(pipeline_.Log, Request(), history_.Attempts);
  return CallStep::Send{};
}

void CallMachine::ObserveAttempt() {
  observed_->Url = RedactUrl(Request().Url());
  HttpHeaders added;  // not those of the request, which hold its token
  Observe("AttemptStarted", [&](CallObserver& observer) {
    observer.AttemptStarted(Describe(), history_.Attempts, added);
  });
  if (added.Size() == 0) return;
  if (!attemptCopy_) attemptCopy_ = std::make_unique<HttpRequest>(operation_.Request);
  for (const auto& [name, value] : added) attemptCopy_->Headers().Set(name, value);
}

NextStep CallMachine::OnOutcome(AttemptOutcome&& outcome) noexcept {
  outcome_ = std::move(outcome);
  LogOutcome(pipeline_.Log, operation_.Request, history_.Attempts, *outcome_,
             Elapsed(attemptStarted_));
  for (const auto& policy : pipeline_.PerAttempt) {
    RunUserCode(pipeline_.Log, "OnOutcome", [&] { policy->OnOutcome(*outcome_); });
  }
  if (observed_) {
    Observe("AttemptEnded", [this](CallObserver& observer) {
      observer.AttemptEnded(Describe(), Progress(attemptStarted_));
    });
  }
  return IsSuccess(*outcome_) ? Finish() : Guarded([this] { return AfterFailure(); });
}

NextStep CallMachine::AfterFailure() {
  history_.MayHaveBeenAccepted |= MayHaveBeenAccepted(*outcome_);
  const bool hasResponse = outcome_->HasResponse();
  if (!hasResponse && outcome_->Failure().Cause == TransportError::Cancelled) return OnCancelled();
  if (hasResponse &&
      pipeline_.Authenticator->AcceptChallenge(outcome_->Response(), authentication_)) {
    if (HasEnded()) return OnCancelled();
    return CallStep::Authorize{};
  }
  const auto delay =
      DelayBeforeRetry(*outcome_, retries_, operation_, pipeline_.Retry,
                       pipeline_.Environment.SystemNow(), pipeline_.Environment.Random());
  return delay ? Retry(*delay) : FailWithLastOutcome({});
}

NextStep CallMachine::Retry(std::chrono::milliseconds delay) {
  if (!FitsDeadline(delay)) {
    return FailWithLastOutcome("not retried: the wait of " + std::to_string(delay.count()) +
                               " ms would pass the deadline");
  }
  if (DemandsTooLongAWait(*outcome_, pipeline_.Retry, pipeline_.Environment.SystemNow())) {
    return FailWithLastOutcome("not retried: the Retry-After of " + std::to_string(delay.count()) +
                               " ms is longer than options.Retry.MaxRetryAfter");
  }
  // A driver that noticed the cancellation during the attempt doesn't notice it again in the wait.
  if (context_.IsCancelled()) return OnCancelled();
  ++retries_;
  LogRetry(pipeline_.Log, operation_.Request, history_.Attempts, delay);
  if (delay.count() == 0) return StartAttempt();
  return CallStep::Wait{delay};
}

NextStep CallMachine::OnWaitOver() noexcept {
  return Guarded([this] { return StartAttempt(); });
}

NextStep CallMachine::OnCancelled() noexcept {
  if (pipeline_.Environment.IsExiting()) return OnProcessExit(false);
  return Fail(Cancelled(operation_, context_.IsCancelled(), history_));
}

NextStep CallMachine::OnAbandoned() noexcept {
  return Guarded([this] {
    return OnOutcome(
        TransportFailure(TransportError::Cancelled, "the transport didn't stop in time", true));
  });
}

NextStep CallMachine::OnProcessExit(bool isSending) noexcept {
  history_.MayHaveBeenAccepted |= isSending;
  failure_ = ProcessIsExiting(operation_, history_);
  return CallStep::Done{};
}

NextStep CallMachine::FailWithLastOutcome(const std::string& note) {
  if (!outcome_->HasResponse()) {
    return Fail(TransportFailed(operation_, outcome_->Failure(), history_, note));
  }
  return Fail(ResponseFailure(operation_, outcome_->Response(), ClientRequestId(), history_, note));
}

NextStep CallMachine::Fail(std::exception_ptr failure) noexcept {
  failure_ = std::move(failure);
  return Finish();
}

NextStep CallMachine::Finish() noexcept {
  if (outcome_) {
    for (const auto& policy : pipeline_.PerCall) {
      RunUserCode(pipeline_.Log, "OnOutcome", [&] { policy->OnOutcome(*outcome_); });
    }
  }
  // The observer doesn't know a call that ended before its start.
  if (observed_) {
    Observe("CallEnded", [this](CallObserver& observer) {
      const std::string failure = MessageOf(failure_);
      CallProgress progress = Progress(observed_->StartedAt);
      progress.Failure = failure;
      progress.FailureType = FailureTypeOf(failure_);
      observer.CallEnded(Describe(), progress);
    });
  }
  // The caller may go on as soon as the call is done, and end what the context belongs to.
  operation_.CallerContext.reset();
  return CallStep::Done{};
}

CallResult CallMachine::Take() {
  if (failure_) std::rethrow_exception(failure_);
  return {
      Response(std::move(*outcome_).Response(),
               ValidFields(operation_.Request.Headers()).TakeValue(ClientRequestIdPolicy::Header)),
      history_.Attempts};
}

// Zero for an attempt that started before anything wanted its time.
std::chrono::nanoseconds CallMachine::Elapsed(const OptionalTime& since) const {
  return since ? pipeline_.Environment.SteadyNow() - *since : std::chrono::nanoseconds(0);
}

bool CallMachine::HasEnded() const {
  if (pipeline_.Environment.IsExiting()) return true;
  return context_.CanEnd() && context_.HasEnded(pipeline_.Environment.SteadyNow());
}

bool CallMachine::FitsDeadline(std::chrono::milliseconds delay) const {
  const auto deadline = context_.Deadline();
  return !deadline || delay < *deadline - pipeline_.Environment.SteadyNow();
}

bool CallMachine::IsSuccess(const AttemptOutcome& outcome) const {
  if (!outcome.HasResponse()) return false;
  const int status = outcome.Response().Status();
  return status == operation_.SuccessStatus || (operation_.NotFoundIsSuccess && status == 404);
}

std::string CallMachine::ClientRequestId() const {
  return operation_.Request.Headers().Get(ClientRequestIdPolicy::Header).value_or(std::string());
}

template <class Notify>
void CallMachine::Observe(const char* name, Notify notify) const noexcept {
  RunUserCode(pipeline_.Log, name, [&] { notify(*pipeline_.Observer); });
}

CallDescription CallMachine::Describe() const {
  CallDescription description;
  description.CallId = observed_->CallId;
  description.OperationName = operation_.Name;
  description.Hub = pipeline_.Hub;
  if (const auto* id = operation_.Request.Headers().Find(ClientRequestIdPolicy::Header)) {
    description.ClientRequestId = *id;
  }
  description.RequestBodyBytes = operation_.Request.Body().size();
  description.Method = operation_.Request.Method();
  description.Url = observed_->Url;
  description.CallerContext = operation_.CallerContext.get();
  return description;
}

CallProgress CallMachine::Progress(const OptionalTime& since) const {
  CallProgress progress;
  progress.Attempts = history_.Attempts;
  progress.Elapsed = Elapsed(since);
  progress.Succeeded = outcome_ && IsSuccess(*outcome_) && !failure_;
  if (outcome_ && outcome_->HasResponse()) {
    progress.Status = outcome_->Response().Status();
    progress.ResponseBodyBytes = outcome_->Response().Body().size();
  } else if (outcome_) {
    progress.Failure = outcome_->Failure().Message;
    progress.FailureType = ToString(outcome_->Failure().Cause);
  }
  return progress;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
