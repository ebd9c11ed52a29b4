#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/response.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "pipeline/failures.hpp"
#include "pipeline/operation.hpp"
#include "pipeline/pipeline.hpp"

namespace Azure::Messaging::WebPubSub {

/// What a call wants done next.
namespace CallStep {

/// Get a token from the pipeline's cache, then OnToken or OnNoToken.
struct Authorize {
  /// Of a challenge that the service answered `Rejected` with; both empty otherwise.
  std::string Claims;
  std::string Rejected;
};
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

/// How a call ended well.
struct CallResult {
  Response RawResponse;
  int Attempts;
};

/// One call from its first attempt to its last, as a state machine that does no I/O, never waits
/// and knows no thread: a driver does what it says and tells it how that went. Every member but the
/// constructor and Take ends in the step to do next; a driver may at any time say OnCancelled
/// instead, when the context has ended what it was doing.
class CallMachine {
 public:
  /// @param pipeline, context must outlive the machine.
  CallMachine(const Pipeline& pipeline, Operation operation, const Context& context);

  NextStep Begin();
  NextStep OnToken(std::string token);
  NextStep OnNoToken(const std::exception_ptr& cause);
  NextStep OnOutcome(AttemptOutcome outcome);
  NextStep OnWaitOver();
  NextStep OnCancelled();
  /// Instead of Begin.
  NextStep OnProcessExit();

  /// The request of this attempt. Valid until its outcome is told.
  [[nodiscard]] const HttpRequest& Request() const noexcept { return attempt_; }
  /// The same, once, for a driver that keeps it.
  [[nodiscard]] HttpRequest TakeRequest() noexcept { return std::move(attempt_); }

  /// After Done, once: the result. Throws what the call failed with.
  CallResult Take();

 private:
  template <class Action>
  NextStep Guarded(Action action);

  void PrepareCall();
  NextStep BeginAttempt();
  NextStep SendAttempt();
  NextStep AfterFailure();
  NextStep Retry(std::chrono::milliseconds delay);
  NextStep FailWithLastOutcome(const std::string& note);
  NextStep Fail(std::exception_ptr failure);
  NextStep Finish();

  [[nodiscard]] bool HasEnded() const;
  [[nodiscard]] bool FitsDeadline(std::chrono::milliseconds delay) const;
  [[nodiscard]] bool IsSuccess(const AttemptOutcome& outcome) const;
  [[nodiscard]] std::string ClientRequestId() const;

  template <class Moment>
  void Observe(const char* name, Moment moment) const;
  [[nodiscard]] CallDescription Describe() const;
  [[nodiscard]] CallProgress Progress(std::chrono::steady_clock::time_point since) const;

  const Pipeline& pipeline_;
  const Context& context_;

  Operation operation_;  // its request, once prepared, with all that is the same for every attempt
  HttpRequest attempt_;  // a copy of that, signed
  std::string token_;    // of a token credential, for the attempt to come
  bool challenged_ = false;
  int retries_ = 0;
  CallHistory history_;
  std::uint64_t callId_ = 0;
  std::chrono::steady_clock::time_point callBegan_;
  std::chrono::steady_clock::time_point attemptBegan_;
  std::optional<AttemptOutcome> outcome_;  // of the last attempt
  std::exception_ptr failure_;
};

}  // namespace Azure::Messaging::WebPubSub
