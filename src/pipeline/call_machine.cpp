#include "pipeline/call_machine.hpp"

#include <atomic>
#include <utility>

#include "auth/claims_challenge.hpp"
#include "pipeline/call_log.hpp"
#include "pipeline/policies/client_request_id.hpp"
#include "pipeline/retry.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

std::uint64_t NextCallId() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

CallMachine::CallMachine(const Pipeline& pipeline, Operation operation, const Context& context)
    : pipeline_(pipeline),
      context_(context),
      operation_(std::move(operation)),
      attempt_(HttpMethod::Get, {}) {}

// An exception from a user's policy, or from signing, ends the call and reaches its caller.
template <class Action>
NextStep CallMachine::Guarded(Action action) {
  try {
    return action();
  } catch (...) {
    return Fail(std::current_exception());
  }
}

NextStep CallMachine::Begin() {
  return Guarded([this] {
    PrepareCall();
    return BeginAttempt();
  });
}

void CallMachine::PrepareCall() {
  if (pipeline_.Observer) callBegan_ = pipeline_.Environment.SteadyNow();
  for (const auto& policy : pipeline_.PerCall) {
    policy->OnRequest(operation_.Request, 1, context_);
  }
  if (!pipeline_.Observer) return;
  callId_ = NextCallId();
  Observe("CallStarted", [this](CallObserver& observer) {
    observer.CallStarted(Describe(), operation_.Request.Headers());
  });
}

NextStep CallMachine::BeginAttempt() {
  if (HasEnded()) return OnCancelled();
  if (!pipeline_.Tokens || !operation_.NeedsToken) return SendAttempt();
  auto token = pipeline_.Tokens->Find();
  if (!token) return CallStep::Authorize{};
  token_ = *std::move(token);
  return SendAttempt();
}

NextStep CallMachine::OnToken(std::string token) {
  token_ = std::move(token);
  if (HasEnded()) return OnCancelled();
  return Guarded([this] { return SendAttempt(); });
}

NextStep CallMachine::OnNoToken(const std::exception_ptr& cause) {
  if (HasEnded()) return OnCancelled();
  return Fail(NotAuthenticated(operation_, cause, history_));
}

NextStep CallMachine::SendAttempt() {
  attempt_.Headers().Reserve(operation_.Request.Headers().Size() + 1);  // and Authorization
  attempt_ = operation_.Request;
  ++history_.Attempts;
  attemptBegan_ = pipeline_.Environment.SteadyNow();
  if (!token_.empty()) attempt_.Headers().Set("Authorization", "Bearer " + token_);
  // Before the reverse proxy changes the URL: the service checks the token against its own.
  if (pipeline_.Signer && operation_.NeedsToken) {
    pipeline_.Signer->OnRequest(attempt_, history_.Attempts, context_);
  }
  for (const auto& policy : pipeline_.PerAttempt) {
    policy->OnRequest(attempt_, history_.Attempts, context_);
  }
  LogRequest(pipeline_.Log, attempt_, history_.Attempts);
  return CallStep::Send{};
}

NextStep CallMachine::OnOutcome(AttemptOutcome outcome) {
  outcome_ = std::move(outcome);
  LogOutcome(pipeline_.Log, operation_.Request, history_.Attempts, *outcome_,
             pipeline_.Environment.SteadyNow() - attemptBegan_);
  for (const auto& policy : pipeline_.PerAttempt) {
    RunUserCode(pipeline_.Log, "OnOutcome", [&] { policy->OnOutcome(*outcome_); });
  }
  if (pipeline_.Observer) {
    Observe("AttemptEnded", [this](CallObserver& observer) {
      observer.AttemptEnded(Describe(), Progress(attemptBegan_));
    });
  }
  return IsSuccess(*outcome_) ? Finish() : Guarded([this] { return AfterFailure(); });
}

NextStep CallMachine::AfterFailure() {
  history_.MayHaveBeenAccepted |= MayHaveBeenAccepted(*outcome_);
  if (!outcome_->HasResponse() && outcome_->Failure().Cause == TransportError::Cancelled) {
    return OnCancelled();
  }
  // Once: a token that satisfies the claims must come with the first answer to the challenge.
  if (pipeline_.Tokens && outcome_->HasResponse() && !challenged_) {
    if (auto claims = FindClaimsChallenge(outcome_->Response())) {
      challenged_ = true;
      if (HasEnded()) return OnCancelled();
      return CallStep::Authorize{*std::move(claims), token_};
    }
  }
  const auto delay =
      DelayBeforeRetry(*outcome_, retries_, operation_.IsSend, pipeline_.Retry,
                       pipeline_.Environment.SystemNow(), pipeline_.Environment.Random());
  return delay ? Retry(*delay) : FailWithLastOutcome({});
}

NextStep CallMachine::Retry(std::chrono::milliseconds delay) {
  if (!FitsDeadline(delay)) {
    return FailWithLastOutcome("not retried: the wait of " + std::to_string(delay.count()) +
                               " ms would pass the deadline");
  }
  // A driver that was told during the attempt isn't told again during the wait.
  if (context_.IsCancelled()) return OnCancelled();
  ++retries_;
  LogRetry(pipeline_.Log, operation_.Request, history_.Attempts, delay);
  if (delay.count() == 0) return BeginAttempt();
  return CallStep::Wait{delay};
}

NextStep CallMachine::OnWaitOver() {
  return Guarded([this] { return BeginAttempt(); });
}

NextStep CallMachine::OnCancelled() {
  return Fail(Cancelled(operation_, context_.IsCancelled(), history_));
}

NextStep CallMachine::OnProcessExit() { return Fail(ProcessIsExiting(operation_)); }

NextStep CallMachine::FailWithLastOutcome(const std::string& note) {
  if (!outcome_->HasResponse()) {
    return Fail(TransportFailed(operation_, outcome_->Failure(), history_, note));
  }
  return Fail(ResponseFailure(operation_, outcome_->Response(), ClientRequestId(), history_, note));
}

NextStep CallMachine::Fail(std::exception_ptr failure) {
  failure_ = std::move(failure);
  return Finish();
}

NextStep CallMachine::Finish() {
  if (outcome_) {
    for (const auto& policy : pipeline_.PerCall) {
      RunUserCode(pipeline_.Log, "OnOutcome", [&] { policy->OnOutcome(*outcome_); });
    }
  }
  // Without an id the call has ended before the observer was told of its start.
  if (pipeline_.Observer && callId_ != 0) {
    Observe("CallEnded", [this](CallObserver& observer) {
      const std::string failure = MessageOf(failure_);
      CallProgress progress = Progress(callBegan_);
      progress.Failure = failure;
      observer.CallEnded(Describe(), progress);
    });
  }
  return CallStep::Done{};
}

CallResult CallMachine::Take() {
  if (failure_) std::rethrow_exception(failure_);
  return {Response(std::move(*outcome_).Response(), ClientRequestId()), history_.Attempts};
}

bool CallMachine::HasEnded() const {
  if (context_.IsCancelled()) return true;
  const auto deadline = context_.Deadline();
  return deadline && pipeline_.Environment.SteadyNow() >= *deadline;
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

template <class Moment>
void CallMachine::Observe(const char* name, Moment moment) const {
  RunUserCode(pipeline_.Log, name, [&] { moment(*pipeline_.Observer); });
}

CallDescription CallMachine::Describe() const {
  CallDescription description;
  description.CallId = callId_;
  description.OperationName = operation_.Name;
  description.Hub = pipeline_.Hub;
  if (const auto* id = operation_.Request.Headers().Find(ClientRequestIdPolicy::Header)) {
    description.ClientRequestId = *id;
  }
  description.RequestBodyBytes = operation_.Request.Body().size();
  return description;
}

CallProgress CallMachine::Progress(std::chrono::steady_clock::time_point since) const {
  CallProgress progress;
  progress.Attempts = history_.Attempts;
  progress.Elapsed = pipeline_.Environment.SteadyNow() - since;
  progress.Succeeded = outcome_ && IsSuccess(*outcome_) && !failure_;
  if (outcome_ && outcome_->HasResponse()) {
    progress.Status = outcome_->Response().Status();
    progress.ResponseBodyBytes = outcome_->Response().Body().size();
  } else if (outcome_) {
    progress.Failure = outcome_->Failure().Message;
  }
  return progress;
}

}  // namespace Azure::Messaging::WebPubSub
