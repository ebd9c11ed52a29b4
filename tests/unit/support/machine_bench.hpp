#pragma once

#include <azure/messaging/webpubsub/errors.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/call_machine.hpp"
#include "pipeline/policies/client_request_id.hpp"
#include "support/fake_environment.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// An authenticator without a service: it needs one fetch before the first attempt, and accepts one
/// challenge, if `needsFetch` is set.
class ScriptedAuthenticator final : public Authenticator {
 public:
  explicit ScriptedAuthenticator(bool needsFetch) : needsFetch_(needsFetch) {}

  bool TryAuthorize(HttpRequest& request, AuthenticationState& state) override {
    if (needsFetch_ && !state.Fetched) return false;
    request.Headers().Set("Authorization", "Bearer " + state.Token);
    return true;
  }
  FetchedAuthentication Fetch(AuthenticationState state, const Context& /*context*/) override {
    return {std::move(state), nullptr};
  }
  bool AcceptChallenge(const HttpResponse& response, AuthenticationState& state) override {
    if (!needsFetch_ || response.Status() != 401 || state.Challenged) return false;
    return state.Challenged = true;
  }

 private:
  const bool needsFetch_;
};

/// Counts what an observer is notified about.
class CountingObserver final : public CallObserver {
 public:
  void CallStarted(const CallDescription& /*call*/, HttpHeaders& /*headers*/) override {
    ++Started;
  }
  void AttemptEnded(const CallDescription& /*call*/, const CallProgress& /*progress*/) override {
    ++Attempts;
  }
  void CallEnded(const CallDescription& /*call*/, const CallProgress& progress) override {
    ++Ended;
    Succeeded = progress.Succeeded;
  }

  int Started = 0;
  int Attempts = 0;
  int Ended = 0;
  bool Succeeded = false;
};

/// A call machine without a driver: a test reports the events, and reads the steps.
class MachineBench {
 public:
  struct Options {
    RetryOptions Retry;
    bool NeedsFetch = false;
    bool IsSend = true;
    bool NotFoundIsSuccess = false;
    Context CallContext;
    std::vector<std::shared_ptr<const HttpPolicy>> PerAttempt;
  };

  explicit MachineBench(const Options& options)
      : context_(options.CallContext), pipeline_(MakePipeline(options)) {
    OperationRequest operation{"SendToAll", HttpRequest(HttpMethod::Post, "https://name.example/x"),
                               202};
    operation.IsSend = options.IsSend;
    operation.NotFoundIsSuccess = options.NotFoundIsSuccess;
    machine_.emplace(pipeline_, std::move(operation), context_);
  }
  MachineBench(const MachineBench&) = delete;
  MachineBench& operator=(const MachineBench&) = delete;

  /// Reports an event; returns the next step in words: "send", "wait 800", "authorize", "done".
  std::string After(const std::function<NextStep(CallMachine&)>& event) {
    step_ = event(*machine_);
    if (std::holds_alternative<CallStep::Authorize>(step_)) return "authorize";
    if (std::holds_alternative<CallStep::Send>(step_)) return "send";
    if (const auto* wait = std::get_if<CallStep::Wait>(&step_)) {
      return "wait " + std::to_string(wait->Delay.count());
    }
    return "done";
  }

  /// What a fetch of the last step gives.
  [[nodiscard]] FetchedAuthentication Fetched() const {
    AuthenticationState state = machine_->Authentication();
    state.Token = "token";
    state.Fetched = true;
    return {std::move(state), nullptr};
  }

  /// After "done": "202", or the exception in a word: "cancelled", "failed 503", "transport", …
  std::string Result() {
    try {
      const CallResult result = machine_->Take();
      Attempts = result.Attempts;
      return std::to_string(result.RawResponse.Status());
    } catch (const WebPubSubException& failure) {
      Attempts = failure.Attempts();
      MayHaveBeenAccepted = failure.MayHaveBeenAccepted();
      if (const auto* failed = dynamic_cast<const RequestFailedException*>(&failure)) {
        return "failed " + std::to_string(failed->Status());
      }
      if (dynamic_cast<const OperationCancelledException*>(&failure)) return "cancelled";
      if (dynamic_cast<const AuthenticationException*>(&failure)) return "not authenticated";
      if (dynamic_cast<const InvalidResponseException*>(&failure)) return "invalid";
      return "transport";
    } catch (const std::exception& other) {
      return other.what();
    }
  }

  [[nodiscard]] const CountingObserver& Observer() const { return *observer_; }
  [[nodiscard]] const HttpRequest& Request() const { return machine_->Request(); }
  FakeEnvironment& Clock() { return environment_; }

  /// Of the result.
  int Attempts = 0;
  bool MayHaveBeenAccepted = false;

 private:
  Pipeline MakePipeline(const Options& options) {
    Pipeline pipeline;
    pipeline.Hub = "chat";
    pipeline.Environment = environment_.MakeEnvironment();
    pipeline.Retry = options.Retry;
    pipeline.Authenticator = std::make_shared<ScriptedAuthenticator>(options.NeedsFetch);
    pipeline.PerCall = {std::make_shared<ClientRequestIdPolicy>(pipeline.Environment.Random)};
    pipeline.PerAttempt = options.PerAttempt;
    pipeline.Observer = observer_;
    return pipeline;
  }

  FakeEnvironment environment_;
  const std::shared_ptr<CountingObserver> observer_ = std::make_shared<CountingObserver>();
  const Context context_;
  const Pipeline pipeline_;
  std::optional<CallMachine> machine_;
  NextStep step_ = CallStep::Done{};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
