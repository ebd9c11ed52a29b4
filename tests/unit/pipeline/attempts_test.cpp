#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "support/claims.hpp"
#include "support/drivers.hpp"
#include "support/jwt_verifier.hpp"
#include "support/log_recorder.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr const char* IdHeader = "x-ms-client-request-id";

template <class Driver>
class Attempts : public ::testing::Test {};

TYPED_TEST_SUITE(Attempts, Drivers);

class AppendingPolicy final : public HttpPolicy {
 public:
  void OnRequest(HttpRequest& request, int attempt, const Context&) const override {
    request.Headers().Append("x-mark", std::to_string(attempt));
    request.Headers().Remove("Content-Type");
    request.SetUrl(request.Url() + "&mark=1");
    request.SetBody(std::make_shared<const std::string>(std::string(request.Body()) + "!"));
  }
};

TYPED_TEST(Attempts, BeginWithTheUntouchedRequest) {
  CallBench bench;
  bench.Options.PerRetryPolicies = {std::make_shared<AppendingPolicy>()};
  for (int i = 0; i < 3; ++i) bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  TypeParam::Send(bench.Client());
  const auto sent = bench.Transport->Requests();
  ASSERT_THAT(sent, SizeIs(4));
  for (std::size_t i = 0; i < sent.size(); ++i) {
    int marks = 0;
    for (const auto& [name, value] : sent[i].Headers()) {
      if (name != "x-mark") continue;
      ++marks;
      EXPECT_EQ(value, std::to_string(i + 1));
    }
    EXPECT_EQ(marks, 1);
    EXPECT_EQ(sent[i].Url(),
              "https://name.example/api/hubs/chat/:send?api-version=2024-12-01&mark=1");
    EXPECT_EQ(sent[i].Body(), "hi!");
  }
}

TYPED_TEST(Attempts, KeepWhatAPerCallPolicyChanged) {
  CallBench bench;
  bench.Options.PerCallPolicies = {std::make_shared<AppendingPolicy>()};
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  TypeParam::Send(bench.Client());
  for (const HttpRequest& request : bench.Transport->Requests()) {
    EXPECT_THAT(request.Headers().Get("x-mark"), Optional(Eq("1")));
    EXPECT_EQ(request.Body(), "hi!");
  }
}

TYPED_TEST(Attempts, ShareOneBody) {
  CallBench bench;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  TypeParam::Send(bench.Client());
  const auto sent = bench.Transport->Requests();
  ASSERT_THAT(sent, SizeIs(2));
  EXPECT_EQ(sent[0].Body().data(), sent[1].Body().data());
}

TYPED_TEST(Attempts, AreSignedAtTheirOwnTime) {
  CallBench bench;
  for (int i = 0; i < 3; ++i) bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  TypeParam::Send(bench.Client());
  const std::int64_t start =
      std::chrono::duration_cast<std::chrono::seconds>(FakeEnvironment::Start().time_since_epoch())
          .count();
  std::vector<std::int64_t> issuedAt;
  for (const HttpRequest& request : bench.Transport->Requests()) {
    const std::string payload = VerifiedPayload(BearerTokenOf(request), CallBench::Key);
    issuedAt.push_back(NumberClaim(payload, "iat") - start);
    EXPECT_EQ(NumberClaim(payload, "exp") - NumberClaim(payload, "iat"), 300);
  }
  // In whole seconds, after waits of 0.8, 1.6 and 3.2 seconds.
  EXPECT_THAT(issuedAt, ElementsAre(0, 0, 2, 5));
}

TYPED_TEST(Attempts, AreSignedWithTheKeyOfTheirTime) {
  CallBench bench;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  bench.Environment.AtNextWait([&] { bench.KeyCredential.Update("the next key"); });
  TypeParam::Send(bench.Client());
  const auto sent = bench.Transport->Requests();
  ASSERT_THAT(sent, SizeIs(2));
  EXPECT_NE(VerifiedPayload(BearerTokenOf(sent[0]), CallBench::Key), "");
  EXPECT_NE(VerifiedPayload(BearerTokenOf(sent[1]), "the next key"), "");
}

TYPED_TEST(Attempts, AreSignedForTheServicesOwnUrlWithoutItsQuery) {
  for (const char* proxy : {"", "https://proxy.example/awps"}) {
    CallBench bench;
    bench.Options.ReverseProxyEndpoint = proxy;
    bench.Transport->WillRespond(503);
    bench.Transport->WillRespond(202);
    TypeParam::Send(bench.Client());
    for (const HttpRequest& request : bench.Transport->Requests()) {
      EXPECT_THAT(VerifiedPayload(BearerTokenOf(request), CallBench::Key),
                  ::testing::HasSubstr(R"("aud":"https://name.example/api/hubs/chat/:send")"));
    }
  }
}

TYPED_TEST(Attempts, CarryOneIdAndEveryCallANewOne) {
  CallBench bench;
  bench.Environment.WillDraw({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  const auto client = bench.Client();
  std::set<std::string> ids;
  for (int call = 0; call < 3; ++call) {
    const std::size_t before = bench.Transport->Requests().size();
    bench.Transport->WillRespond(503);
    bench.Transport->WillRespond(503);
    bench.Transport->WillRespond(202);
    const auto response = TypeParam::Send(client);
    const auto sent = bench.Transport->Requests();
    ASSERT_THAT(sent, SizeIs(before + 3));
    for (std::size_t i = before; i < sent.size(); ++i) {
      EXPECT_THAT(sent[i].Headers().Get(IdHeader), Optional(Eq(response.ClientRequestId())));
    }
    ids.insert(response.ClientRequestId());
  }
  EXPECT_THAT(ids, SizeIs(3));
}

TYPED_TEST(Attempts, CarryTheContextsId) {
  CallBench bench;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  bench.Transport->WillRespond(400);
  const auto named = Context().WithClientRequestId("my-id");
  EXPECT_EQ(TypeParam::Send(bench.Client(), named).ClientRequestId(), "my-id");
  const auto failed =
      Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client(), named); });
  EXPECT_EQ(failed.RawResponse().ClientRequestId(), "my-id");
  for (const HttpRequest& request : bench.Transport->Requests()) {
    EXPECT_THAT(request.Headers().Get(IdHeader), Optional(Eq("my-id")));
  }
}

// The events of a call, in order.
using Events = std::vector<std::string>;

class RecordingPolicy final : public HttpPolicy {
 public:
  RecordingPolicy(std::string name, std::shared_ptr<Events> events)
      : name_(std::move(name)), events_(std::move(events)) {}

  void OnRequest(HttpRequest& request, int attempt, const Context&) const override {
    const bool isSigned = request.Headers().Contains("Authorization");
    const bool isProxied = request.Url().rfind("https://proxy.example/", 0) == 0;
    events_->push_back(name_ + " before " + std::to_string(attempt) + (isSigned ? ", signed" : "") +
                       (isProxied ? ", proxied" : ""));
  }
  void OnOutcome(const AttemptOutcome& outcome) const override {
    events_->push_back(name_ + " after " + std::to_string(outcome.Response().Status()));
  }

 private:
  std::string name_;
  std::shared_ptr<Events> events_;
};

class RecordingObserver final : public CallObserver {
 public:
  explicit RecordingObserver(std::shared_ptr<Events> events) : events_(std::move(events)) {}
  void CallStarted(const CallDescription&, HttpHeaders& headers) override {
    events_->push_back(std::string("observer: started") +
                       (headers.Contains(IdHeader) ? ", has an id" : ""));
  }
  void AttemptStarted(const CallDescription&, int attempt, HttpHeaders&) override {
    events_->emplace_back("observer: attempt " + std::to_string(attempt));
  }
  void AttemptEnded(const CallDescription&, const CallProgress&) override {
    events_->emplace_back("observer: attempt ended");
  }
  void CallEnded(const CallDescription&, const CallProgress&) override {
    events_->emplace_back("observer: ended");
  }

 private:
  std::shared_ptr<Events> events_;
};

TYPED_TEST(Attempts, NotifyPoliciesObserverAndLoggerInOrder) {
  const auto events = std::make_shared<Events>();
  CallBench bench;
  bench.Options.ReverseProxyEndpoint = "https://proxy.example";
  bench.Options.PerCallPolicies = {std::make_shared<RecordingPolicy>("call 1", events),
                                   std::make_shared<RecordingPolicy>("call 2", events)};
  bench.Options.PerRetryPolicies = {std::make_shared<RecordingPolicy>("attempt 1", events),
                                    std::make_shared<RecordingPolicy>("attempt 2", events)};
  bench.Options.Observer = std::make_shared<RecordingObserver>(events);
  bench.Options.Logger = [events](const LogRecord& record) {
    events->push_back("log: " + std::string(record.Event));
  };
  for (const int status : {503, 202}) {
    bench.Transport->Will([events, status](const HttpRequest&, const Context&) {
      events->push_back("sent, " + std::to_string(status));
      return HttpResponse(status);
    });
  }
  TypeParam::Send(bench.Client());
  EXPECT_THAT(
      *events,
      ElementsAre("call 1 before 1", "call 2 before 1", "observer: started, has an id",
                  "attempt 1 before 1, signed, proxied", "attempt 2 before 1, signed, proxied",
                  "observer: attempt 1", "log: Request", "sent, 503", "log: Response",
                  "attempt 1 after 503", "attempt 2 after 503", "observer: attempt ended",
                  "log: Retry", "attempt 1 before 2, signed, proxied",
                  "attempt 2 before 2, signed, proxied", "observer: attempt 2", "log: Request",
                  "sent, 202", "log: Response", "attempt 1 after 202", "attempt 2 after 202",
                  "observer: attempt ended", "call 1 after 202", "call 2 after 202",
                  "observer: ended"));
}

class Refusal : public std::domain_error {
 public:
  using std::domain_error::domain_error;
};

class RefusingPolicy final : public HttpPolicy {
 public:
  explicit RefusingPolicy(int attempt) : attempt_(attempt) {}
  void OnRequest(HttpRequest&, int attempt, const Context&) const override {
    if (attempt == attempt_) throw Refusal("not with me");
  }

 private:
  int attempt_;
};

TYPED_TEST(Attempts, EndWithAPolicysRefusalWhichReachesTheCaller) {
  for (const int attempt : {1, 2, 3}) {
    CallBench bench;
    bench.Options.PerRetryPolicies = {std::make_shared<RefusingPolicy>(attempt)};
    bench.Transport->Otherwise(
        [](const HttpRequest&, const Context&) { return HttpResponse(503); });
    EXPECT_STREQ(Thrown<Refusal>([&] { TypeParam::Send(bench.Client()); }).what(), "not with me");
    EXPECT_THAT(bench.Transport->Requests(), SizeIs(attempt - 1));
  }
  CallBench bench;
  bench.Options.PerCallPolicies = {std::make_shared<RefusingPolicy>(1)};
  Thrown<Refusal>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_THAT(bench.Transport->Requests(), IsEmpty());
}

// Throws from every hook whose exceptions must not affect the call.
class ThrowingListener final : public HttpPolicy, public CallObserver {
 public:
  void OnOutcome(const AttemptOutcome&) const override { throw std::runtime_error("after"); }
  std::shared_ptr<const void> CaptureCallerContext() override {
    throw std::runtime_error("capture");
  }
  void CallStarted(const CallDescription&, HttpHeaders&) override { throw 42; }
  void AttemptStarted(const CallDescription&, int, HttpHeaders&) override {
    throw std::runtime_error("start");
  }
  void AttemptEnded(const CallDescription&, const CallProgress&) override {
    throw std::runtime_error("attempt");
  }
  void CallEnded(const CallDescription&, const CallProgress&) override {
    throw std::runtime_error("end");
  }
};

TYPED_TEST(Attempts, LogAListenersExceptionsAsErrorsAndContinue) {
  const auto listener = std::make_shared<ThrowingListener>();
  const LogRecorder log;
  CallBench bench;
  bench.Options.PerCallPolicies = {listener};
  bench.Options.PerRetryPolicies = {listener};
  bench.Options.Observer = listener;
  bench.Options.Logger = log;
  bench.Options.LoggerLevel = LogLevel::Error;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
  std::vector<std::string> failures;
  for (const LogRecord& record : log.Records()) {
    EXPECT_EQ(record.Level, LogLevel::Error);
    EXPECT_EQ(record.Event, "CallbackFailure");
    failures.push_back(FieldOf(record, "callback").value_or("") + ": " +
                       FieldOf(record, "message").value_or(""));
  }
  EXPECT_THAT(failures,
              ElementsAre("CaptureCallerContext: capture", "CallStarted: unknown exception",
                          "AttemptStarted: start", "OnOutcome: after", "AttemptEnded: attempt",
                          "AttemptStarted: start", "OnOutcome: after", "AttemptEnded: attempt",
                          "OnOutcome: after", "CallEnded: end"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
