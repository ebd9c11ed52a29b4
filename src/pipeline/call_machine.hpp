#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/observer.hpp>
#include <azure/messaging/webpubsub/transport.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "auth/authenticator.hpp"
#include "pipeline/failures.hpp"
#include "pipeline/operation.hpp"
#include "pipeline/pipeline.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What a driver does next for a call.
namespace CallStep {

/// Fetch with the pipeline's authenticator from Authentication(), then OnFetched.
struct Authorize {};
/// Send Request() once, then OnOutcome.
struct Send {};
/// Wait, then OnWaitOver.
struct Wait {
  std::chrono::milliseconds Delay;
};
/// Take the result.
struct Done {};

}  // namespace CallStep

using NextStep = std::variant<CallStep::Authorize, CallStep::Send, CallStep::Wait, CallStep::Done>;

/// One call from its first attempt to its last, as a state machine without I/O, clock and thread. A
/// driver executes each step and reports what came of it; every event returns the next step. A
/// driver may call OnCancelled in the place of any other event, when the context has ended the
/// step. What is thrown on the way, for example for want of memory, ends the call and reaches its
/// caller: no event throws.
class CallMachine {
 public:
  /// @param pipeline, context must outlive the machine.
  CallMachine(const Pipeline& pipeline, OperationRequest&& operation, const Context& context);

  NextStep Start() noexcept;
  NextStep OnFetched(FetchedAuthentication fetched) noexcept;
  NextStep OnOutcome(AttemptOutcome&& outcome) noexcept;
  NextStep OnWaitOver() noexcept;
  NextStep OnCancelled() noexcept;
  /// In the place of OnOutcome: the context has ended, and the transport didn't stop in time.
  NextStep OnAbandoned() noexcept;
  /// In the place of any event: the driver could not execute the step.
  /// @param thrown what the call fails with.
  NextStep OnException(std::exception_ptr thrown) noexcept;
  /// In the place of any event: the process is exiting. Nobody observes this end of the call.
  /// @param isSending whether an attempt is under way, which may have been accepted.
  NextStep OnProcessExit(bool isSending) noexcept;

  /// What the authenticator fetches from.
  [[nodiscard]] const AuthenticationState& Authentication() const noexcept {
    return authentication_;
  }
  /// The context of the call.
  [[nodiscard]] const Context& GivenContext() const noexcept { return context_; }
  /// The request of this attempt. It doesn't change before OnOutcome.
  [[nodiscard]] const HttpRequest& Request() const noexcept {
    return attemptCopy_ ? *attemptCopy_ : operation_.Request;
  }

  /// After Done: the size of the response's body; 0 for a call that failed.
  [[nodiscard]] std::size_t ResponseBytes() const noexcept {
    return failure_ || !outcome_ ? 0 : outcome_->Response().Body().size();
  }
  /// After Done: the exception that the call failed with; null if it succeeded.
  [[nodiscard]] const std::exception_ptr& Failure() const noexcept { return failure_; }
  /// After Done, once: the result. Throws the exception that the call failed with.
  CallResult Take();

 private:
  /// What only an observer wants to know.
  struct Observed {
    std::uint64_t CallId;
    std::chrono::steady_clock::time_point StartedAt;
    std::string Url;
  };
  using OptionalTime = std::optional<std::chrono::steady_clock::time_point>;

  template <class Action>
  NextStep Guarded(Action action) noexcept;

  void PrepareCall();
  NextStep StartAttempt();
  NextStep SendAttempt();
  NextStep AfterFailure();
  NextStep Retry(std::chrono::milliseconds delay);
  NextStep FailWithLastOutcome(const std::string& note);
  NextStep Fail(std::exception_ptr failure) noexcept;
  NextStep Finish() noexcept;

  [[nodiscard]] bool HasEnded() const;
  [[nodiscard]] bool FitsDeadline(std::chrono::milliseconds delay) const;
  [[nodiscard]] bool IsSuccess(const AttemptOutcome& outcome) const;
  [[nodiscard]] std::string ClientRequestId() const;

  void ObserveAttempt();
  template <class Notify>
  void Observe(const char* name, Notify notify) const noexcept;
  [[nodiscard]] CallDescription Describe() const;
  [[nodiscard]] CallProgress Progress(const OptionalTime& since) const;
  [[nodiscard]] std::chrono::nanoseconds Elapsed(const OptionalTime& since) const;

  const Pipeline& pipeline_;
  const Context context_;

  OperationRequest operation_;  // its request, once prepared, changes only in its authorization
  std::unique_ptr<HttpRequest> attemptCopy_;  // of that request, for what changes an attempt
  AuthenticationState authentication_;
  int retries_ = 0;
  CallHistory history_;
  std::unique_ptr<Observed> observed_;     // null until the observer knows the call
  OptionalTime attemptStarted_;            // of the last attempt, if it is timed
  std::optional<AttemptOutcome> outcome_;  // of the last attempt
  std::exception_ptr failure_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
