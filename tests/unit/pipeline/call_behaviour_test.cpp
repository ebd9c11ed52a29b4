#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/drivers.hpp"
#include "support/reused_connection_lost.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Testing::CallBench;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

template <class Driver>
class CallBehaviour : public testing::Test {
 protected:
  Response Send(const Context& context = {}) { return Driver::Send(bench_.Client(), context); }

  // The exception that a send throws.
  template <class Exception>
  Exception FailureOfSend(const Context& context = {}) {
    try {
      Send(context);
    } catch (const Exception& failure) {
      return failure;
    }
    throw std::runtime_error("no failure");
  }

  void WillRespond(int status, int times = 1, const HttpHeaders& headers = {}) {
    for (int i = 0; i < times; ++i) bench_.Transport->WillRespond(status, headers);
  }

  std::vector<HttpRequest> Sent() { return bench_.Transport->Requests(); }

  CallBench bench_;
};

TYPED_TEST_SUITE(CallBehaviour, Testing::Drivers);

TYPED_TEST(CallBehaviour, RetriesUntilTheServiceRecovers) {
  this->WillRespond(503);
  this->bench_.Transport->WillFail(TransportError::ConnectionLost, true);
  this->WillRespond(500);
  this->WillRespond(202);
  EXPECT_EQ(this->Send().Status(), 202);
  EXPECT_THAT(this->bench_.Environment.Waits(),
              ElementsAre(milliseconds(800), milliseconds(1600), milliseconds(3200)));
}

TYPED_TEST(CallBehaviour, GivesUpAfterTheLastRetryForEveryNumberOfFailures) {
  for (int failures = 0; failures <= 5; ++failures) {
    CallBench bench;
    for (int i = 0; i < failures; ++i) bench.Transport->WillRespond(503);
    bench.Transport->WillRespond(202);
    if (failures <= 3) {
      EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
      EXPECT_THAT(bench.Transport->Requests(), SizeIs(failures + 1));
      continue;
    }
    try {
      TypeParam::Send(bench.Client());
      FAIL() << "succeeded";
    } catch (const RequestFailedException& failed) {
      EXPECT_EQ(failed.Status(), 503);
      EXPECT_EQ(failed.Attempts(), 4);
    }
  }
}

TYPED_TEST(CallBehaviour, RetriesOnlyTransientFailures) {
  const std::set<int> retried = {408, 429, 500, 502, 503, 504};
  for (const int status : {200, 204, 301, 307, 400, 401, 403, 404, 408, 409, 413, 415, 429, 500,
                           501, 502, 503, 504, 505}) {
    CallBench bench;
    bench.Transport->Otherwise(
        [status](const HttpRequest&, const Context&) { return HttpResponse(status); });
    EXPECT_THROW(TypeParam::Send(bench.Client()), RequestFailedException);
    EXPECT_THAT(bench.Transport->Requests(), SizeIs(retried.count(status) != 0 ? 4 : 1)) << status;
  }
}

TYPED_TEST(CallBehaviour, WaitsWithJitterUpToTheLongestDelay) {
  this->bench_.Options.Retry.MaxRetries = 8;
  this->bench_.Options.Retry.MaxDelay = seconds(10);
  this->bench_.Environment.WillDraw({0, 0, 0, ~std::uint64_t{0}, ~std::uint64_t{0}, 0});
  this->WillRespond(503, 9);
  EXPECT_THROW(this->Send(), RequestFailedException);
  // The first two draws make the request's id. The jitter factor is between 0.8 and 1.2.
  EXPECT_THAT(this->bench_.Environment.Waits(),
              ElementsAre(milliseconds(640), milliseconds(1920), milliseconds(3840),
                          milliseconds(5120), milliseconds(10000), milliseconds(10000),
                          milliseconds(10000), milliseconds(10000)));
}

TYPED_TEST(CallBehaviour, WaitsAsLongAsRetryAfterSays) {
  this->WillRespond(429, 1, {{"Retry-After", "90"}});
  this->WillRespond(503, 1, {{"retry-after-ms", "5000"}});
  this->WillRespond(503, 1, {{"Retry-After", "1"}});
  this->WillRespond(202);
  EXPECT_EQ(this->Send().Status(), 202);
  // A Retry-After may exceed MaxDelay, but never shortens the library's own delay.
  EXPECT_THAT(this->bench_.Environment.Waits(),
              ElementsAre(seconds(90), seconds(5), milliseconds(3200)));
}

TYPED_TEST(CallBehaviour, DoesNotBeginARetryThatWouldPassTheDeadline) {
  this->WillRespond(503, 1, {{"Retry-After", "3600"}});
  const auto failed = this->template FailureOfSend<RequestFailedException>(
      Context::WithDeadline(this->bench_.Environment.SteadyNow() + seconds(10)));
  EXPECT_EQ(failed.Status(), 503);
  EXPECT_THAT(failed.what(), HasSubstr("deadline"));
  EXPECT_THAT(this->bench_.Environment.Waits(), IsEmpty());
}

TYPED_TEST(CallBehaviour, RetriesAtOnceWhenAPooledConnectionWasClosed) {
  this->bench_.Transport->Will([](const HttpRequest&, const Context&) -> HttpResponse {
    throw Testing::ReusedConnectionLost("closed");
  });
  this->WillRespond(202);
  EXPECT_EQ(this->Send().Status(), 202);
  EXPECT_THAT(this->bench_.Environment.Waits(), IsEmpty());
}

struct RetryCase {
  std::string Name;
  std::function<void(Testing::ScriptedTransport&)> Fail;
  bool RetriedAtMostOnce;
  bool RetriedAtLeastOnce;
  bool MayHaveBeenAccepted;
};

std::vector<RetryCase> RetryCases() {
  std::vector<RetryCase> cases;
  const auto status = [&](int code, bool atMostOnce, bool atLeastOnce, bool accepted) {
    cases.push_back({std::to_string(code), [code](auto& transport) { transport.WillRespond(code); },
                     atMostOnce, atLeastOnce, accepted});
  };
  const auto failure = [&](TransportError error, bool sent, bool atMostOnce, bool atLeastOnce) {
    cases.push_back({std::string(ToString(error)),
                     [=](auto& transport) { transport.WillFail(error, sent); }, atMostOnce,
                     atLeastOnce, sent});
  };
  status(408, true, true, false);
  status(429, true, true, false);
  status(500, false, true, true);
  status(502, false, true, true);
  status(503, false, true, true);
  status(504, false, true, true);
  status(400, false, false, false);
  status(401, false, false, false);
  status(501, false, false, false);
  status(200, false, false, true);
  failure(TransportError::NameResolution, false, true, true);
  failure(TransportError::Connect, false, true, true);
  failure(TransportError::Tls, false, true, true);
  failure(TransportError::Timeout, false, true, true);
  failure(TransportError::Timeout, true, false, true);
  failure(TransportError::ConnectionLost, true, false, true);
  failure(TransportError::MalformedResponse, true, false, true);
  failure(TransportError::ResponseTooLarge, true, false, false);
  return cases;
}

TYPED_TEST(CallBehaviour, RetriesASendOnlyWhereItsModeAllows) {
  for (const RetryCase& row : RetryCases()) {
    for (const SendRetry mode : {SendRetry::AtLeastOnce, SendRetry::AtMostOnce}) {
      CallBench bench;
      bench.Options.Retry.Sends = mode;
      bench.Options.Retry.MaxRetries = 1;
      row.Fail(*bench.Transport);
      row.Fail(*bench.Transport);
      const bool retried =
          mode == SendRetry::AtMostOnce ? row.RetriedAtMostOnce : row.RetriedAtLeastOnce;
      try {
        TypeParam::Send(bench.Client());
        ADD_FAILURE() << row.Name << " succeeded";
      } catch (const WebPubSubException& failed) {
        EXPECT_EQ(failed.Attempts(), retried ? 2 : 1) << row.Name;
        EXPECT_EQ(failed.MayHaveBeenAccepted(), row.MayHaveBeenAccepted) << row.Name;
      }
    }
  }
}

TYPED_TEST(CallBehaviour, RetriesOtherOperationsInBothModes) {
  this->bench_.Options.Retry.Sends = SendRetry::AtMostOnce;
  this->WillRespond(500);
  this->WillRespond(200);
  EXPECT_TRUE(TypeParam::Ask(this->bench_.Client()));
}

TYPED_TEST(CallBehaviour, RemembersThatAnEarlierAttemptMayHaveBeenAccepted) {
  this->WillRespond(500);
  this->WillRespond(429, 3);
  EXPECT_TRUE(this->template FailureOfSend<RequestFailedException>().MayHaveBeenAccepted());
}

class Marker final : public HttpPolicy {
 public:
  void OnRequest(HttpRequest& request, int attempt, const Context&) const override {
    request.Headers().Append("x-mark", std::to_string(attempt));
    request.SetUrl(request.Url() + "&more=1");
  }
};

TYPED_TEST(CallBehaviour, BeginsEveryAttemptWithTheUntouchedRequest) {
  this->bench_.Options.PerRetryPolicies = {std::make_shared<Marker>()};
  this->WillRespond(503, 2);
  this->WillRespond(202);
  this->Send();
  const auto sent = this->Sent();
  ASSERT_THAT(sent, SizeIs(3));
  for (std::size_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].Headers().Get("x-mark"), std::to_string(i + 1));
    EXPECT_EQ(sent[i].Url(),
              "https://name.example/api/hubs/chat/:send?api-version=2024-12-01&more=1");
    EXPECT_EQ(sent[i].Body(), "hi");
  }
}

TYPED_TEST(CallBehaviour, HasOneIdForAllItsAttemptsAndANewOneForEachCall) {
  this->bench_.Environment.WillDraw({1, 2, 3, 4, 5, 6});
  this->WillRespond(503);
  this->WillRespond(202, 2);
  this->Send();
  this->Send();
  const auto sent = this->Sent();
  const auto id = [&](std::size_t i) { return sent.at(i).Headers().Get("x-ms-client-request-id"); };
  EXPECT_EQ(id(0), id(1));
  EXPECT_NE(id(1), id(2));
  EXPECT_THAT(*id(0), testing::MatchesRegex(
                          "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TYPED_TEST(CallBehaviour, IsSignedAgainForEveryAttempt) {
  this->WillRespond(503);
  this->bench_.Environment.AtNextWait([&] { this->bench_.KeyCredential.Update("another key"); });
  this->WillRespond(202);
  this->Send();
  EXPECT_NE(this->Sent().at(0).Headers().Get("Authorization"),
            this->Sent().at(1).Headers().Get("Authorization"));
}

TYPED_TEST(CallBehaviour, EndsWhenItIsCancelledWhileWaiting) {
  const Context context = Context::Cancellable();
  this->bench_.Environment.AtNextWait([&] { context.Cancel(); });
  this->WillRespond(500);
  const auto cancelled = this->template FailureOfSend<OperationCancelledException>(context);
  EXPECT_EQ(cancelled.Attempts(), 1);
  EXPECT_TRUE(cancelled.MayHaveBeenAccepted());
}

TYPED_TEST(CallBehaviour, EndsWhenTheTransportSaysThatItWasCancelled) {
  this->bench_.Transport->Will([](const HttpRequest&, const Context&) -> HttpResponse {
    throw OperationCancelledException("cancelled", true, 1);
  });
  EXPECT_TRUE(this->template FailureOfSend<OperationCancelledException>().MayHaveBeenAccepted());
  EXPECT_THAT(this->Sent(), SizeIs(1));
}

TYPED_TEST(CallBehaviour, SendsNothingAfterTheDeadline) {
  const auto cancelled = this->template FailureOfSend<OperationCancelledException>(
      Context::WithDeadline(this->bench_.Environment.SteadyNow()));
  EXPECT_EQ(cancelled.Attempts(), 0);
  EXPECT_THAT(this->Sent(), IsEmpty());
}

TYPED_TEST(CallBehaviour, TurnsAnythingElseThatATransportThrowsIntoATransportException) {
  this->bench_.Transport->Will(
      [](const HttpRequest&, const Context&) -> HttpResponse { throw std::out_of_range("odd"); });
  this->bench_.Transport->Will(
      [](const HttpRequest&, const Context&) -> HttpResponse { throw 42; });
  for (int i = 0; i < 2; ++i) {
    const auto failed = this->template FailureOfSend<TransportException>();
    EXPECT_EQ(failed.Cause(), TransportError::Other);
    EXPECT_TRUE(failed.MayHaveBeenAccepted());
  }
  EXPECT_THAT(this->Sent(), SizeIs(2));
}

TYPED_TEST(CallBehaviour, RefusesAResponseThatIsTooLarge) {
  this->bench_.Transport->WillFail(TransportError::ResponseTooLarge, true);
  EXPECT_TRUE(this->template FailureOfSend<InvalidResponseException>().MayHaveBeenAccepted());
}

class Recorder final : public HttpPolicy, public CallObserver {
 public:
  void OnRequest(HttpRequest&, int attempt, const Context&) const override {
    Events.push_back("before " + std::to_string(attempt));
  }
  void OnOutcome(const AttemptOutcome& outcome) const override {
    Events.push_back("after " +
                     std::to_string(outcome.HasResponse() ? outcome.Response().Status() : 0));
    throw std::runtime_error("from a policy");
  }
  void CallStarted(const CallDescription& call, HttpHeaders& headers) override {
    Events.push_back("started " + std::string(call.OperationName) + " " + std::string(call.Hub) +
                     " " + std::to_string(call.RequestBodyBytes));
    headers.Set("traceparent", "00-trace");
  }
  void AttemptEnded(const CallDescription&, const CallProgress& progress) override {
    Events.push_back("attempt " + std::to_string(progress.Attempts) + " " +
                     std::to_string(progress.Status.value_or(0)));
    throw std::runtime_error("from an observer");
  }
  void CallEnded(const CallDescription&, const CallProgress& progress) override {
    Events.push_back(
        std::string(progress.Succeeded ? "succeeded " : "failed ") +
        std::to_string(progress.Attempts) + " in " +
        std::to_string(std::chrono::duration_cast<milliseconds>(progress.Elapsed).count()));
  }

  mutable std::vector<std::string> Events;
};

TYPED_TEST(CallBehaviour, NotifiesPoliciesAndObserversInOrderAndLogsTheirFailures) {
  const auto recorder = std::make_shared<Recorder>();
  std::vector<std::string> errors;
  this->bench_.Options.PerRetryPolicies = {recorder};
  this->bench_.Options.Observer = recorder;
  this->bench_.Options.LoggerLevel = LogLevel::Error;
  this->bench_.Options.Logger = [&](const LogRecord& record) { errors.push_back(record.ToText()); };
  this->WillRespond(503);
  this->WillRespond(202);
  this->Send();
  EXPECT_THAT(recorder->Events,
              ElementsAre("started SendToAll chat 2", "before 1", "after 503", "attempt 1 503",
                          "before 2", "after 202", "attempt 2 202", "succeeded 2 in 800"));
  EXPECT_THAT(errors, SizeIs(4));
  for (const auto& request : this->Sent())
    EXPECT_EQ(request.Headers().Get("traceparent"), "00-trace");
}

TYPED_TEST(CallBehaviour, NotifiesPerCallPoliciesOnce) {
  const auto recorder = std::make_shared<Recorder>();
  this->bench_.Options.PerCallPolicies = {recorder};
  this->WillRespond(503);
  this->WillRespond(202);
  this->Send();
  EXPECT_THAT(recorder->Events, ElementsAre("before 1", "after 202"));
}

TYPED_TEST(CallBehaviour, EndsItsObservationHoweverItEnds) {
  const auto recorder = std::make_shared<Recorder>();
  this->bench_.Options.Observer = recorder;
  this->WillRespond(400);
  EXPECT_THROW(this->Send(), RequestFailedException);
  EXPECT_EQ(recorder->Events.back(), "failed 1 in 0");
  EXPECT_THROW(this->Send(Context::WithDeadline(this->bench_.Environment.SteadyNow())),
               OperationCancelledException);
  EXPECT_EQ(recorder->Events.back(), "failed 0 in 0");
}

class Thrower final : public HttpPolicy {
 public:
  void OnRequest(HttpRequest&, int, const Context&) const override {
    throw std::domain_error("no");
  }
};

TYPED_TEST(CallBehaviour, PassesAPolicysRefusalToTheCaller) {
  this->bench_.Options.PerRetryPolicies = {std::make_shared<Thrower>()};
  EXPECT_THROW(this->Send(), std::domain_error);
  EXPECT_THAT(this->Sent(), IsEmpty());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
