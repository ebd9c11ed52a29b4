#include "pipeline/call_machine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "support/machine_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAreArray;

using Event = std::function<NextStep(CallMachine&)>;

// The events of a driver.
Event Start() {
  return [](CallMachine& call) { return call.Start(); };
}
Event Responds(int status, HttpHeaders headers = {}) {
  return [status, headers](CallMachine& call) {
    return call.OnOutcome(HttpResponse(status, headers));
  };
}
Event Fails(TransportError cause, bool sent = true, bool reused = false) {
  return [cause, sent, reused](CallMachine& call) {
    TransportFailure failure(cause, "scripted", sent);
    failure.ReusedConnection = reused;
    return call.OnOutcome(std::move(failure));
  };
}
Event WaitIsOver() {
  return [](CallMachine& call) { return call.OnWaitOver(); };
}
Event IsCancelled() {
  return [](CallMachine& call) { return call.OnCancelled(); };
}
Event FetchFails() {
  return [](CallMachine& call) {
    return call.OnFetched({std::nullopt, std::make_exception_ptr(std::runtime_error("no"))});
  };
}
Event FetchIsEndedByTheContext() {
  return [](CallMachine& call) { return call.OnFetched({}); };
}
Event TheRefusalStands() {
  return [](CallMachine& call) { return call.OnFetched({std::nullopt, nullptr, true}); };
}
Event ProcessExits(bool isSending = false) {
  return [=](CallMachine& call) { return call.OnProcessExit(isSending); };
}
// Replaced by what the bench has fetched.
Event Fetched() { return nullptr; }

struct Sequence {
  std::string Name;
  MachineBench::Options Options;
  std::vector<Event> Events;
  std::vector<std::string> Steps;
  std::string Result;
  int Attempts;
  bool MayHaveBeenAccepted = false;
};

void PrintTo(const Sequence& row, std::ostream* out) { *out << row.Name; }

MachineBench::Options Plain() { return {}; }
MachineBench::Options WithFetch() {
  MachineBench::Options options;
  options.NeedsFetch = true;
  return options;
}
MachineBench::Options AtMostOnce() {
  MachineBench::Options options;
  options.Retry.Sends = SendRetry::AtMostOnce;
  return options;
}
MachineBench::Options WithoutRetries() {
  MachineBench::Options options;
  options.Retry.MaxRetries = 0;
  return options;
}
MachineBench::Options Cancelled() {
  MachineBench::Options options;
  options.CallContext = Context::Cancellable();
  options.CallContext.Cancel();
  return options;
}
MachineBench::Options Existence() {
  MachineBench::Options options;
  options.IsSend = false;
  options.NotFoundIsSuccess = true;
  return options;
}

std::vector<Sequence> Sequences() {
  using TE = TransportError;
  return {
      {"Success", Plain(), {Start(), Responds(202)}, {"send", "done"}, "202", 1},
      {"UnexpectedSuccess",
       Plain(),
       {Start(), Responds(204)},
       {"send", "done"},
       "failed 204",
       1,
       true},
      {"FinalFailure", Plain(), {Start(), Responds(400)}, {"send", "done"}, "failed 400", 1},
      {"NotFoundOfASend", Plain(), {Start(), Responds(404)}, {"send", "done"}, "failed 404", 1},
      {"NotFoundOfACheck", Existence(), {Start(), Responds(404)}, {"send", "done"}, "404", 1},
      {"RetryThenSuccess",
       Plain(),
       {Start(), Responds(503), WaitIsOver(), Fails(TE::ConnectionLost), WaitIsOver(),
        Responds(202)},
       {"send", "wait 800", "send", "wait 1600", "send", "done"},
       "202",
       3},
      {"RetriesUsedUp",
       Plain(),
       {Start(), Responds(500), WaitIsOver(), Responds(500), WaitIsOver(), Responds(500),
        WaitIsOver(), Responds(503)},
       {"send", "wait 800", "send", "wait 1600", "send", "wait 3200", "send", "done"},
       "failed 503",
       4,
       true},
      {"RetryAfter",
       Plain(),
       {Start(), Responds(429, {{"Retry-After", "5"}}), WaitIsOver(), Responds(202)},
       {"send", "wait 5000", "send", "done"},
       "202",
       2},
      {"ReusedConnectionLost",
       Plain(),
       {Start(), Fails(TE::ConnectionLost, true, true), Responds(202)},
       {"send", "send", "done"},
       "202",
       2},
      {"ReusedConnectionLostAtMostOnce",
       AtMostOnce(),
       {Start(), Fails(TE::ConnectionLost, true, true)},
       {"send", "done"},
       "transport",
       1,
       true},
      {"AtMostOnceAfterNoConnection",
       AtMostOnce(),
       {Start(), Fails(TE::Connect, false), WaitIsOver(), Fails(TE::Timeout, true)},
       {"send", "wait 800", "send", "done"},
       "transport",
       2,
       true},
      {"NoRetries",
       WithoutRetries(),
       {Start(), Responds(503)},
       {"send", "done"},
       "failed 503",
       1,
       true},
      {"TooLarge",
       Plain(),
       {Start(), Fails(TE::ResponseTooLarge)},
       {"send", "done"},
       "invalid",
       1,
       true},
      {"CancelledByTheTransport",
       Plain(),
       {Start(), Fails(TE::Cancelled, false)},
       {"send", "done"},
       "cancelled",
       1},
      {"CancelledInAWait",
       Plain(),
       {Start(), Fails(TE::Connect, false), IsCancelled()},
       {"send", "wait 800", "done"},
       "cancelled",
       1},
      {"CancelledBeforeTheStart", Cancelled(), {Start()}, {"done"}, "cancelled", 0},
      {"ProcessExit", Plain(), {ProcessExits()}, {"done"}, "cancelled", 0},
      {"ProcessExitDuringAnAttempt",
       Plain(),
       {Start(), ProcessExits(true)},
       {"send", "done"},
       "cancelled",
       1,
       true},
      {"ProcessExitDuringABackOff",
       Plain(),
       {Start(), Responds(429), ProcessExits()},
       {"send", "wait 800", "done"},
       "cancelled",
       1},
      {"Fetch",
       WithFetch(),
       {Start(), Fetched(), Responds(202)},
       {"authorize", "send", "done"},
       "202",
       1},
      {"FetchFails",
       WithFetch(),
       {Start(), FetchFails()},
       {"authorize", "done"},
       "not authenticated",
       0},
      {"FetchEndedByTheContext",
       WithFetch(),
       {Start(), FetchIsEndedByTheContext()},
       {"authorize", "done"},
       "cancelled",
       0},
      {"CancelledInAFetch",
       WithFetch(),
       {Start(), IsCancelled()},
       {"authorize", "done"},
       "cancelled",
       0},
      {"Challenge",
       WithFetch(),
       {Start(), Fetched(), Responds(401), Fetched(), Responds(202)},
       {"authorize", "send", "authorize", "send", "done"},
       "202",
       2},
      {"SecondChallenge",
       WithFetch(),
       {Start(), Fetched(), Responds(401), Fetched(), Responds(401)},
       {"authorize", "send", "authorize", "send", "done"},
       "failed 401",
       2},
      {"ChallengeDoesNotCountAsARetry",
       [] {
         auto options = WithFetch();
         options.Retry.MaxRetries = 0;
         return options;
       }(),
       {Start(), Fetched(), Responds(401), Fetched(), Responds(202)},
       {"authorize", "send", "authorize", "send", "done"},
       "202",
       2},
      {"TheRefusalStands",
       WithFetch(),
       {Start(), Fetched(), Responds(401), TheRefusalStands()},
       {"authorize", "send", "authorize", "done"},
       "failed 401",
       1},
      {"FetchFailsAfterAChallenge",
       WithFetch(),
       {Start(), Fetched(), Responds(401), FetchFails()},
       {"authorize", "send", "authorize", "done"},
       "not authenticated",
       1},
  };
}

class MachineSequence : public ::testing::TestWithParam<Sequence> {};

TEST_P(MachineSequence, GivesTheSteps) {
  const Sequence& row = GetParam();
  MachineBench bench(row.Options);
  std::vector<std::string> steps;
  for (const Event& event : row.Events) {
    steps.push_back(bench.After(
        event ? event : [&](CallMachine& call) { return call.OnFetched(bench.Fetched()); }));
  }
  EXPECT_THAT(steps, ElementsAreArray(row.Steps));
  EXPECT_EQ(bench.Result(), row.Result);
  EXPECT_EQ(bench.Attempts, row.Attempts);
  EXPECT_EQ(bench.MayHaveBeenAccepted, row.MayHaveBeenAccepted);
  if (row.Name.rfind("ProcessExit", 0) == 0) {
    EXPECT_EQ(bench.Observer().Ended, 0);  // what an observer uses may be gone
    return;
  }
  EXPECT_EQ(bench.Observer().Attempts, row.Attempts);
  EXPECT_EQ(bench.Observer().Ended, bench.Observer().Started);
}

INSTANTIATE_TEST_SUITE_P(Calls, MachineSequence, ::testing::ValuesIn(Sequences()),
                         [](const auto& info) { return info.param.Name; });

// How a step of a long call goes wrong.
enum class Trouble { Fails, IsCancelled, PassesItsDeadline };

/// A call with a fetch, a challenge, and three failures that pass. Each event succeeds but the
/// n-th.
class LongCall {
 public:
  LongCall(Trouble trouble, int troubledEvent)
      : trouble_(trouble), troubledEvent_(troubledEvent), bench_(MakeOptions()) {}

  /// Runs the call to its end.
  void Run() {
    std::string step = bench_.After(Start());
    while (step != "done" && events_ < 100) step = Next(step);
    ASSERT_EQ(step, "done");
    result_ = bench_.Result();
  }

  [[nodiscard]] bool HadTrouble() const { return events_ >= troubledEvent_; }
  [[nodiscard]] const std::string& Result() const { return result_; }
  [[nodiscard]] int Sends() const { return sends_; }
  [[nodiscard]] bool AnySent() const { return anySent_; }
  [[nodiscard]] const MachineBench& Bench() const { return bench_; }

 private:
  MachineBench::Options MakeOptions() {
    MachineBench::Options options = WithFetch();
    // The environment's clock starts at 1,000 hours.
    options.CallContext = Context::WithDeadline(
        std::chrono::steady_clock::time_point(std::chrono::hours(1001)), context_);
    return options;
  }

  std::string Next(const std::string& step) {
    ++events_;
    const bool troubled = events_ == troubledEvent_;
    if (troubled && trouble_ == Trouble::IsCancelled) context_.Cancel();
    if (troubled && trouble_ == Trouble::PassesItsDeadline)
      bench_.Clock().Advance(std::chrono::hours(2));
    const bool fails = troubled && trouble_ == Trouble::Fails;
    if (step == "authorize") {
      if (fails) return bench_.After(FetchFails());
      return bench_.After([this](CallMachine& call) { return call.OnFetched(bench_.Fetched()); });
    }
    if (step == "send") {
      ++sends_;
      return bench_.After(fails ? FatalFailure() : NextOutcome());
    }
    return bench_.After(fails ? IsCancelled() : WaitIsOver());
  }

  Event FatalFailure() {
    anySent_ = true;
    return Fails(TransportError::Other, true);
  }

  Event NextOutcome() {
    switch (sends_) {
      case 1:
        return Responds(401);
      case 2:
        return Fails(TransportError::Connect, false);
      case 3:
        anySent_ = true;
        return Responds(503);
      case 4:
        return Responds(429);
      default:
        return Responds(202);
    }
  }

  const Trouble trouble_;
  const int troubledEvent_;
  const Context context_ = Context::Cancellable();
  MachineBench bench_;
  int events_ = 0;
  int sends_ = 0;
  bool anySent_ = false;
  std::string result_;
};

class MachineTrouble : public ::testing::TestWithParam<Trouble> {};

TEST_P(MachineTrouble, InAnyStepEndsTheCallWithItsBooksBalanced) {
  int troubled = 0;
  for (int event = 1; event <= 12; ++event) {
    SCOPED_TRACE("event " + std::to_string(event));
    LongCall call(GetParam(), event);
    call.Run();
    if (HasFatalFailure()) return;
    const CountingObserver& observer = call.Bench().Observer();
    EXPECT_EQ(observer.Started, 1);
    EXPECT_EQ(observer.Ended, 1);
    EXPECT_EQ(observer.Attempts, call.Sends());
    EXPECT_EQ(call.Bench().Attempts, call.Sends());
    if (!call.HadTrouble()) {
      EXPECT_EQ(call.Result(), "202");
      continue;
    }
    ++troubled;
    // A success that arrives with the end of the context is still a success.
    const bool endedInTheLastSend = GetParam() != Trouble::Fails && call.Result() == "202";
    EXPECT_EQ(observer.Succeeded, endedInTheLastSend);
    EXPECT_TRUE(endedInTheLastSend || call.Bench().MayHaveBeenAccepted == call.AnySent());
  }
  EXPECT_GE(troubled, 9);  // one for each event of the long call
}

INSTANTIATE_TEST_SUITE_P(Calls, MachineTrouble,
                         ::testing::Values(Trouble::Fails, Trouble::IsCancelled,
                                           Trouble::PassesItsDeadline),
                         [](const auto& info) {
                           switch (info.param) {
                             case Trouble::Fails:
                               return "Failure";
                             case Trouble::IsCancelled:
                               return "Cancellation";
                             default:
                               return "Deadline";
                           }
                         });

TEST(CallMachine, StartsEveryAttemptFromTheUntouchedRequest) {
  class Marks final : public HttpPolicy {
   public:
    void OnRequest(HttpRequest& request, int attempt, const Context& /*context*/) const override {
      EXPECT_FALSE(request.Headers().Contains("x-mark"));
      request.Headers().Set("x-mark", std::to_string(attempt));
      request.SetUrl("https://elsewhere.example/");
    }
  };
  MachineBench::Options options;
  options.PerAttempt = {std::make_shared<Marks>()};
  MachineBench bench(options);
  bench.After(Start());
  EXPECT_EQ(bench.Request().Headers().Get("x-mark"), "1");
  bench.After(Responds(503));
  bench.After(WaitIsOver());
  EXPECT_EQ(bench.Request().Headers().Get("x-mark"), "2");
  EXPECT_EQ(bench.Request().Url(), "https://elsewhere.example/");
}

TEST(CallMachine, EndsWithTheExceptionOfAPolicy) {
  class Throws final : public HttpPolicy {
   public:
    void OnRequest(HttpRequest&, int attempt, const Context&) const override {
      if (attempt == 2) throw std::runtime_error("policy");
    }
  };
  MachineBench::Options options;
  options.PerAttempt = {std::make_shared<Throws>()};
  MachineBench bench(options);
  EXPECT_EQ(bench.After(Start()), "send");
  EXPECT_EQ(bench.After(Responds(503)), "wait 800");
  EXPECT_EQ(bench.After(WaitIsOver()), "done");
  EXPECT_EQ(bench.Result(), "policy");
  EXPECT_EQ(bench.Observer().Ended, 1);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
