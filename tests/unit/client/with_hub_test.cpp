// A client that WithHub makes differs from its origin by the hub alone.

#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "support/drivers.hpp"
#include "support/held_transport.hpp"
#include "support/jwt_verifier.hpp"
#include "support/log_recorder.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

using Client = WebPubSubServiceClient;

WebPubSubServiceClientOptions WithAnyResponse(const std::shared_ptr<ScriptedTransport>& transport) {
  transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  return options;
}

template <class Driver>
class WithHub : public ::testing::Test {};

TYPED_TEST_SUITE(WithHub, Drivers);

TYPED_TEST(WithHub, SendsToTheOtherHub) {
  ClientBench bench;
  for (int i = 0; i < 3; ++i) bench.Transport->WillRespond(202);
  const Client chat = bench.MakeClient();
  const Client news = chat.WithHub("news");
  TypeParam::Send(news);
  TypeParam::Send(news.WithHub("More"));
  TypeParam::Send(chat);
  const std::string url = "https://wps.example/api/hubs/";
  const std::string rest = "/:send?api-version=2024-12-01";
  EXPECT_THAT(bench.Urls(),
              ElementsAre(url + "news" + rest, url + "More" + rest, url + "chat" + rest));
  EXPECT_EQ(news.Hub(), "news");
  EXPECT_EQ(chat.Hub(), "chat");
  EXPECT_EQ(news.Endpoint(), chat.Endpoint());
}

TYPED_TEST(WithHub, WorksAfterItsOriginIsGone) {
  ClientBench bench;
  bench.Transport->WillRespond(202);
  std::optional<Client> chat = bench.MakeClient();
  const Client news = chat->WithHub("news");
  chat.reset();
  EXPECT_EQ(TypeParam::Send(news).Status(), 202);
}

TYPED_TEST(WithHub, LeavesItsOriginToWork) {
  ClientBench bench;
  bench.Transport->WillRespond(202);
  const Client chat = bench.MakeClient();
  (void)chat.WithHub("news");
  EXPECT_EQ(TypeParam::Send(chat).Status(), 202);
}

TYPED_TEST(WithHub, SharesTheToken) {
  ClientBench bench;
  for (int i = 0; i < 3; ++i) bench.Transport->WillRespond(202);
  const Client chat = bench.MakeTokenClient();
  TypeParam::Send(chat.WithHub("news"));
  TypeParam::Send(chat);
  TypeParam::Send(chat.WithHub("sport"));
  EXPECT_EQ(bench.Credential->Requests.size(), 1U);
}

TYPED_TEST(WithHub, SharesTheRotationOfTheKey) {
  CallBench bench;
  bench.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const Client news = bench.Client().WithHub("news");
  TypeParam::Send(news);
  bench.KeyCredential.Update("another");
  TypeParam::Send(news);
  const auto requests = bench.Transport->Requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_NE(requests[0].Headers().Get("Authorization"), requests[1].Headers().Get("Authorization"));
}

TYPED_TEST(WithHub, SharesTheOptions) {
  CallBench bench;
  bench.Options.ApiVersion = ServiceVersion::V2023_07_01;
  bench.Options.ReverseProxyEndpoint = "https://gateway.example/base";
  bench.Options.Telemetry.ApplicationId = "my-service";
  bench.Options.Retry.MaxRetries = 1;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  TypeParam::Send(bench.Client().WithHub("news"));
  const auto requests = bench.Transport->Requests();
  ASSERT_EQ(requests.size(), 2U);
  for (const HttpRequest& request : requests) {
    EXPECT_EQ(request.Url(),
              "https://gateway.example/base/api/hubs/news/:send?api-version=2023-07-01");
    EXPECT_THAT(*request.Headers().Find("User-Agent"), HasSubstr("my-service"));
  }
}

// Which hub a call was for.
class HubCounter final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& /*headers*/) override {
    const std::lock_guard lock(mutex_);
    ++calls_[std::string(call.Hub)];
  }
  [[nodiscard]] std::map<std::string, int> Calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int> calls_;
};

TYPED_TEST(WithHub, TellsTheObserverItsHub) {
  CallBench bench;
  bench.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const auto counter = std::make_shared<HubCounter>();
  bench.Options.Observer = counter;
  const Client chat = bench.Client();
  const Client news = chat.WithHub("news");
  TypeParam::Send(news);
  TypeParam::Send(chat);
  TypeParam::Send(news);
  EXPECT_THAT(counter->Calls(), ElementsAre(Pair("chat", 1), Pair("news", 2)));
}

TYPED_TEST(WithHub, WarnsOfASlashOnce) {
  const auto transport = std::make_shared<ScriptedTransport>();
  auto options = WithAnyResponse(transport);
  const LogRecorder log;
  options.Logger = log;
  const Client chat("https://wps.example", "chat", AzureKeyCredential(TestKey), options);
  const Client news = chat.WithHub("news");
  for (const Client& client : {news, chat, news.WithHub("sport")}) {
    client.SendToGroup("a/b", "hi");
    client.SendToGroupAsync("a/b", "hi").Get();
  }
  EXPECT_EQ(log.Of("GroupWithSlash").size(), 1U);
}

TEST(WithHubLimits, HoldForAllHubsTogether) {
  const auto transport = std::make_shared<HeldTransport>();
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  options.Limits.MaxCalls = 3;
  options.Limits.WhenFull = OverflowAction::Fail;
  const Client chat("https://wps.example", "chat", AzureKeyCredential(TestKey), options);
  std::vector<Future<Response>> pending;
  for (const char* hub : {"a", "b", "c"}) pending.push_back(chat.WithHub(hub).SendToAllAsync("hi"));
  EXPECT_THROW((void)chat.SendToAllAsync("hi").Get(), TooManyCallsException);
  EXPECT_THROW((void)chat.WithHub("d").SendToAllAsync("hi").Get(), TooManyCallsException);
  for (std::size_t i = 0; i < pending.size(); ++i) transport->End();
  for (auto& future : pending) EXPECT_EQ(future.Get().Status(), 202);
}

// Each waits for the calls of all, because what they wait on is shared.
TEST(WithHubIdle, ComesOnceTheCallsOfAllHubsHaveEnded) {
  const auto transport = std::make_shared<HeldTransport>();
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  const Client chat("https://wps.example", "chat", AzureKeyCredential(TestKey), options);
  const Client news = chat.WithHub("news");
  std::atomic<bool> hasRun{false};
  news.SendToAllAsync("hi").Then([&](const Result<Response>&) { hasRun = true; });
  transport->WaitFor(1);
  const auto over = Context::WithTimeout(std::chrono::seconds(0));
  EXPECT_THROW(chat.WaitUntilIdle(over), OperationCancelledException);
  EXPECT_THROW(chat.WithHub("sport").WaitUntilIdle(over), OperationCancelledException);
  EXPECT_THROW(news.WaitUntilIdle(over), OperationCancelledException);
  transport->End();
  chat.WaitUntilIdle();
  EXPECT_TRUE(hasRun);
}

// A call that runs keeps what it needs, when its client and the origin have gone.
TEST(WithHubCall, OutlivesAllClients) {
  const auto transport = std::make_shared<HeldTransport>();
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  auto pending = Client("https://wps.example", "chat", AzureKeyCredential(TestKey), options)
                     .WithHub("news")
                     .SendToAllAsync("hi");
  EXPECT_THAT(transport->End().Url(), HasSubstr("/hubs/news/"));
  EXPECT_EQ(pending.Get().Status(), 202);
}

TEST(WithHubLists, AreOfTheOtherHub) {
  ClientBench bench;
  const char* page = R"({"value":[{"connectionId":"c1"}]})";
  bench.Transport->WillRespond(200, {}, page);
  bench.Transport->WillRespond(200, {}, page);
  bench.Transport->WillRespond(202);
  const Client news = bench.MakeClient().WithHub("news");
  EXPECT_EQ(news.ListConnectionsInGroup("room").begin()->ConnectionId, "c1");
  EXPECT_EQ(news.ListConnectionsInGroupAsync("room").Next().Get()->Values.size(), 1U);
  EXPECT_TRUE(news.SendToUsers({"ann"}, "hi").front().HasValue());
  for (const std::string& url : bench.Urls()) EXPECT_THAT(url, HasSubstr("/hubs/news/"));
}

// The token of a URL names the hub that it is for.
TEST(WithHubAccess, IsToTheOtherHub) {
  ClientBench bench;
  const std::string url = bench.MakeClient().WithHub("news").GetClientAccessUri();
  EXPECT_EQ(url.rfind("wss://wps.example/client/hubs/news?access_token=", 0), 0U) << url;
  EXPECT_THAT(VerifiedPayload(AccessTokenOf(url), TestKey),
              HasSubstr(R"("aud":"https://wps.example/client/hubs/news")"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
