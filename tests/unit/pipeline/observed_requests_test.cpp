#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/drivers.hpp"

// What an observer sees of the requests, and what it adds to each.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class TracingObserver final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& headers) override {
    Keep("call", call);
    headers.Set("x-call", "1");
    headers.Set("traceparent", "of the call");
  }
  void AttemptStarted(const CallDescription& call, int attempt, HttpHeaders& headers) override {
    Keep("start " + std::to_string(attempt), call);
    EXPECT_EQ(headers.Size(), 0U);
    headers.Set("traceparent", "of attempt " + std::to_string(attempt));
    if (attempt == 1) headers.Set("x-first", "1");
  }
  void AttemptEnded(const CallDescription& call, const CallProgress& progress) override {
    Keep("end " + std::to_string(progress.Attempts), call);
  }
  void CallEnded(const CallDescription& call, const CallProgress& /*progress*/) override {
    Keep("end", call);
  }

  std::vector<std::string> Events;

 private:
  void Keep(const std::string& what, const CallDescription& call) {
    Events.push_back(what + ": " + std::string(ToString(call.Method)) + " " +
                     std::string(call.Url));
  }
};

// As those that API Management requires in a query.
class SubscriptionPolicy final : public HttpPolicy {
 public:
  void OnRequest(HttpRequest& request, int /*attempt*/, const Context&) const override {
    request.SetUrl(request.Url() + "&subscription-key=secret");
  }
};

template <class Driver>
class ObservedRequests : public ::testing::Test {
 protected:
  ObservedRequests() { bench_.Options.Observer = observer_; }

  CallBench bench_;
  std::shared_ptr<TracingObserver> observer_ = std::make_shared<TracingObserver>();
};

TYPED_TEST_SUITE(ObservedRequests, Drivers);

TYPED_TEST(ObservedRequests, HaveTheirMethodAndTheirUrlWithoutSecrets) {
  this->bench_.Options.ReverseProxyEndpoint = "https://proxy.example:444";
  this->bench_.Options.PerRetryPolicies = {std::make_shared<SubscriptionPolicy>()};
  this->bench_.Transport->WillRespond(503);
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(this->bench_.Client());
  const std::string path = "/api/hubs/chat/:send?api-version=2024-12-01";
  const std::string sent = ": POST https://proxy.example:444" + path + "&subscription-key=REDACTED";
  EXPECT_THAT(this->observer_->Events,
              ElementsAre("call: POST https://name.example" + path, "start 1" + sent,
                          "end 1" + sent, "start 2" + sent, "end 2" + sent, "end" + sent));
}

TYPED_TEST(ObservedRequests, NameTheMethodOfEachOperation) {
  this->bench_.Transport->WillRespond(200);
  TypeParam::Ask(this->bench_.Client());
  EXPECT_THAT(this->observer_->Events.back(),
              HasSubstr("end: HEAD https://name.example/api/hubs/chat/users/ann?"));
}

TYPED_TEST(ObservedRequests, HaveTheHeadersOfTheirOwnAttemptInPlaceOfTheCalls) {
  this->bench_.Transport->WillRespond(503);
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(this->bench_.Client());
  const auto requests = this->bench_.Transport->Requests();
  ASSERT_THAT(requests, SizeIs(2));
  for (const int attempt : {1, 2}) {
    const HttpHeaders& headers = requests.at(static_cast<std::size_t>(attempt - 1)).Headers();
    EXPECT_EQ(headers.Get("traceparent"), "of attempt " + std::to_string(attempt));
    EXPECT_EQ(headers.Get("x-call"), "1");
    EXPECT_TRUE(headers.Contains("Authorization"));
    EXPECT_EQ(headers.Contains("x-first"), attempt == 1);
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
