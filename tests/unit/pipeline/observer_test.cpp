#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "support/drivers.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::SizeIs;

struct Event {
  std::string What;
  std::uint64_t CallId;
  std::string OperationName;
  std::string Hub;
  std::string ClientRequestId;
  std::size_t RequestBodyBytes;
  CallProgress Progress;
  std::string Failure;  // copies of those in Progress, which are views
  std::string FailureType;
};

class Recorder final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& headers) override {
    Keep("started", call, CallProgress());
    headers.Set("traceparent", "00-trace-" + std::to_string(call.CallId));
  }
  void AttemptEnded(const CallDescription& call, const CallProgress& progress) override {
    Keep("attempt", call, progress);
  }
  void CallEnded(const CallDescription& call, const CallProgress& progress) override {
    Keep("ended", call, progress);
  }

  std::vector<Event> Events;

 private:
  void Keep(const char* what, const CallDescription& call, const CallProgress& progress) {
    Events.push_back({what, call.CallId, std::string(call.OperationName), std::string(call.Hub),
                      std::string(call.ClientRequestId), call.RequestBodyBytes, progress,
                      std::string(progress.Failure), std::string(progress.FailureType)});
  }
};

template <class Driver>
class Observation : public ::testing::Test {
 protected:
  Observation() { bench_.Options.Observer = recorder_; }

  CallBench bench_;
  std::shared_ptr<Recorder> recorder_ = std::make_shared<Recorder>();
};

TYPED_TEST_SUITE(Observation, Drivers);

TYPED_TEST(Observation, ReportsEveryEventWithItsValues) {
  auto& environment = this->bench_.Environment;
  this->bench_.Transport->Will([&](const HttpRequest&, const Context&) {
    environment.Advance(milliseconds(30));
    return HttpResponse(503, {}, "busy");
  });
  this->bench_.Transport->Will([&](const HttpRequest&, const Context&) -> HttpResponse {
    environment.Advance(milliseconds(40));
    throw TransportException(TransportError::Timeout, "too slow", true);
  });
  this->bench_.Transport->Will([&](const HttpRequest&, const Context&) {
    environment.Advance(milliseconds(50));
    return HttpResponse(202, {}, "accepted");
  });
  const auto response = TypeParam::Send(this->bench_.Client());

  const auto& events = this->recorder_->Events;
  ASSERT_THAT(events, SizeIs(5));
  for (const Event& event : events) {
    EXPECT_NE(event.CallId, 0U);
    EXPECT_EQ(event.CallId, events[0].CallId);
    EXPECT_EQ(event.OperationName, "SendToAll");
    EXPECT_EQ(event.Hub, "chat");
    EXPECT_EQ(event.ClientRequestId, response.ClientRequestId());
    EXPECT_EQ(event.RequestBodyBytes, 2U);
  }
  EXPECT_EQ(events[0].What, "started");

  const auto attempt = [&](std::size_t index, int attempts, std::optional<int> status,
                           std::size_t bytes, int elapsed) {
    const Event& event = events[index];
    EXPECT_EQ(event.What, "attempt");
    EXPECT_EQ(event.Progress.Attempts, attempts);
    EXPECT_EQ(event.Progress.Status, status);
    EXPECT_EQ(event.Progress.ResponseBodyBytes, bytes);
    EXPECT_EQ(event.Progress.Elapsed, milliseconds(elapsed));
    EXPECT_EQ(event.Progress.Succeeded, status == 202);
  };
  attempt(1, 1, 503, 4, 30);
  attempt(2, 2, std::nullopt, 0, 40);
  EXPECT_THAT(events[2].Failure, HasSubstr("too slow"));
  EXPECT_EQ(events[1].FailureType, "");
  EXPECT_EQ(events[2].FailureType, "Timeout");
  attempt(3, 3, 202, 8, 50);
  EXPECT_EQ(events[3].Failure, "");

  EXPECT_EQ(events[4].What, "ended");
  EXPECT_EQ(events[4].Progress.Attempts, 3);
  EXPECT_EQ(events[4].Progress.Status, 202);
  EXPECT_EQ(events[4].Progress.ResponseBodyBytes, 8U);
  EXPECT_EQ(events[4].Progress.Elapsed, milliseconds(30 + 800 + 40 + 1600 + 50));
  EXPECT_TRUE(events[4].Progress.Succeeded);
  EXPECT_EQ(events[4].Failure, "");
  EXPECT_EQ(events[4].FailureType, "");
}

TYPED_TEST(Observation, PutsItsHeadersOnEveryAttempt) {
  this->bench_.Transport->WillRespond(503);
  this->bench_.Transport->WillRespond(503);
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(this->bench_.Client());
  const std::string expected = "00-trace-" + std::to_string(this->recorder_->Events.at(0).CallId);
  ASSERT_THAT(this->bench_.Transport->Requests(), SizeIs(3));
  for (const HttpRequest& request : this->bench_.Transport->Requests()) {
    EXPECT_THAT(request.Headers().Get("traceparent"), Optional(Eq(expected)));
  }
}

TYPED_TEST(Observation, GivesEveryCallItsOwnId) {
  this->bench_.Transport->Otherwise(
      [](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const auto client = this->bench_.Client();
  TypeParam::Send(client);
  TypeParam::Send(client);
  ASSERT_THAT(this->recorder_->Events, SizeIs(6));
  EXPECT_NE(this->recorder_->Events[0].CallId, this->recorder_->Events[3].CallId);
}

TYPED_TEST(Observation, CountsANotFoundResponseAsASuccess) {
  this->bench_.Transport->WillRespond(404);
  EXPECT_FALSE(TypeParam::Ask(this->bench_.Client()));
  const Event& end = this->recorder_->Events.back();
  EXPECT_EQ(end.OperationName, "UserExists");
  EXPECT_EQ(end.Progress.Status, 404);
  EXPECT_TRUE(end.Progress.Succeeded);
}

class RefusingPolicy final : public HttpPolicy {
 public:
  void OnRequest(HttpRequest&, int, const Context&) const override {
    throw std::domain_error("not with me");
  }
};

class ThrowingCredential final : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest&, const Context&) override {
    throw std::runtime_error("no login");
  }
};

// The ways in which a call can fail, and what the observer receives at its end.
struct EndRow {
  std::string Name;
  std::function<Context(CallBench& bench)> Prepare;
  int Attempts;
  std::optional<int> Status;
  std::string Failure;
  std::string FailureType;
};

std::vector<EndRow> EndRows() {
  const auto response = [](int status, int times) {
    return [status, times](CallBench& bench) {
      for (int i = 0; i < times; ++i) bench.Transport->WillRespond(status);
      return Context();
    };
  };
  return {
      {"a final response", response(400, 1), 1, 400, "status 400", "RequestFailedException"},
      {"retries used up", response(503, 4), 4, 503, "status 503", "RequestFailedException"},
      {"an unexpected success", response(200, 1), 1, 200, "status 200", "RequestFailedException"},
      {"no connection",
       [](CallBench& bench) {
         for (int i = 0; i < 4; ++i) bench.Transport->WillFail(TransportError::Connect, false);
         return Context();
       },
       4, std::nullopt, "scripted failure", "Connect"},
      {"cancelled before",
       [](CallBench&) {
         auto context = Context::Cancellable();
         context.Cancel();
         return context;
       },
       0, std::nullopt, "cancelled", "OperationCancelledException"},
      {"cancelled while waiting",
       [](CallBench& bench) {
         auto context = Context::Cancellable();
         bench.Transport->WillRespond(503);
         bench.Environment.AtNextWait([context] { context.Cancel(); });
         return context;
       },
       1, 503, "cancelled", "OperationCancelledException"},
      {"no time for a retry",
       [](CallBench& bench) {
         bench.Transport->WillRespond(503);
         return Context::WithDeadline(bench.Environment.SteadyNow() + milliseconds(1));
       },
       1, 503, "deadline", "RequestFailedException"},
      {"refused by a policy",
       [](CallBench& bench) {
         bench.Options.PerRetryPolicies = {std::make_shared<RefusingPolicy>()};
         return Context();
       },
       1, std::nullopt, "not with me", "Other"},
      {"no token",
       [](CallBench& bench) {
         bench.Credential = std::make_shared<ThrowingCredential>();
         return Context();
       },
       0, std::nullopt, "no login", "AuthenticationException"},
  };
}

TYPED_TEST(Observation, ReportsTheEndOnceHoweverACallFails) {
  for (const EndRow& row : EndRows()) {
    SCOPED_TRACE(row.Name);
    CallBench bench;
    const auto recorder = std::make_shared<Recorder>();
    bench.Options.Observer = recorder;
    const Context context = row.Prepare(bench);
    EXPECT_ANY_THROW(TypeParam::Send(bench.Client(), context));
    int started = 0;
    int ended = 0;
    for (const Event& event : recorder->Events) {
      started += event.What == "started" ? 1 : 0;
      ended += event.What == "ended" ? 1 : 0;
    }
    EXPECT_EQ(started, 1);
    EXPECT_EQ(ended, 1);
    ASSERT_THAT(recorder->Events, Not(IsEmpty()));
    const Event& end = recorder->Events.back();
    EXPECT_EQ(end.What, "ended");
    EXPECT_EQ(end.Progress.Attempts, row.Attempts);
    EXPECT_EQ(end.Progress.Status, row.Status);
    EXPECT_FALSE(end.Progress.Succeeded);
    EXPECT_THAT(end.Failure, HasSubstr(row.Failure));
    EXPECT_EQ(end.FailureType, row.FailureType);
  }
}

// The policies refuse the call before it has an id.
TYPED_TEST(Observation, ReportsNothingOfACallThatAPerCallPolicyRefuses) {
  this->bench_.Options.PerCallPolicies = {std::make_shared<RefusingPolicy>()};
  EXPECT_THROW(TypeParam::Send(this->bench_.Client()), std::domain_error);
  EXPECT_THAT(this->recorder_->Events, IsEmpty());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
