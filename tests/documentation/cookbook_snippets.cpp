// The code of .github/cookbook.md, exactly as the page contains it, and below it the tests that run
// it. snippets_test.cpp looks each snippet up here.

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "local_service/service.hpp"

using namespace Azure::Messaging::WebPubSub;

namespace Snippets {
namespace {

// Negotiate
std::string Negotiate(const WebPubSubServiceClient& client, const std::string& signedInUser) {
  ClientAccessOptions access;
  access.UserId = signedInUser;
  access.Groups = {"room"};
  access.Roles = {"webpubsub.sendToGroup.room"};
  access.ExpiresAfter = std::chrono::minutes(5);
  return R"({"url":")" + client.GetClientAccessUri(access) + R"("})";
}

// Presence by events
class PresenceHub : public WebPubSubHub {
 public:
  void OnConnected(const ConnectedEventRequest& request) override {
    const std::lock_guard lock(mutex_);
    online_[request.Context.UserId.value_or("")].insert(request.Context.ConnectionId);
  }
  void OnDisconnected(const DisconnectedEventRequest& request) override {
    const std::lock_guard lock(mutex_);
    const auto user = online_.find(request.Context.UserId.value_or(""));
    if (user == online_.end()) return;
    user->second.erase(request.Context.ConnectionId);
    if (user->second.empty()) online_.erase(user);
  }
  bool IsOnline(const std::string& user) const {
    const std::lock_guard lock(mutex_);
    return online_.count(user) != 0;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::set<std::string>> online_;
};

// Rate limiting
class LimitedHub : public WebPubSubHub {
 public:
  UserEventReply OnMessageReceived(const UserEventRequest& request) override {
    const auto& from = request.Context;
    const bool admitted = Admits(from.UserId.value_or(from.ConnectionId));
    if (!admitted) return EventErrorResponse(429, "slow down");
    return UserEventResponse("You said: " + request.Data);
  }

 private:
  // Five messages at once, and then one each second.
  bool Admits(const std::string& sender) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    auto& next = next_[sender];
    next = std::max(next, now);
    if (next > now + std::chrono::seconds(4)) return false;
    next += std::chrono::seconds(1);
    return true;
  }

  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point> next_;
};

// At-most-once payments
WebPubSubServiceClient MakePaymentClient(const std::string& connectionString,
                                         WebPubSubServiceClientOptions options = {}) {
  options.Retry.Sends = SendRetry::AtMostOnce;
  options.CallTimeout = std::chrono::seconds(10);
  return {connectionString, "payments", options};
}

enum class Payment { Accepted, NotAccepted, Unknown };

Payment SendPayment(const WebPubSubServiceClient& client, const std::string& connectionId,
                    const std::string& json) {
  try {
    client.SendToConnection(connectionId, RequestContent::Json(json));
    return Payment::Accepted;
  } catch (const WebPubSubException& failed) {
    return failed.MayHaveBeenAccepted() ? Payment::Unknown : Payment::NotAccepted;
  }
}

// Fan-out
std::vector<std::string> SendToMany(const WebPubSubServiceClient& client,
                                    const std::vector<std::string>& users,
                                    const std::string& text) {
  FanOutOptions how;
  how.MaxConcurrency = 64;
  const auto results =
      client.SendToUsers(users, text, how, {}, Context::WithTimeout(std::chrono::seconds(30)));
  std::vector<std::string> notSent;
  for (std::size_t i = 0; i < users.size(); ++i) {
    const WebPubSubException* failed = results[i].Error();
    if (failed != nullptr && !failed->MayHaveBeenAccepted()) notSent.push_back(users[i]);
  }
  return notSent;
}

// Graceful shutdown
bool ShutDown(const WebPubSubServiceClient& client, const Context& allCalls,
              std::chrono::seconds patience) {
  try {
    client.WaitUntilIdle(Context::WithTimeout(patience));
    return true;
  } catch (const OperationCancelledException&) {
    allCalls.Cancel();       // Ends the calls that were started with this context
    client.WaitUntilIdle();  // For their callbacks
    return false;
  }
}

// Key rotation
void Rotate(const std::string& endpoint, const std::string& key1, const std::string& key2,
            const std::string& newKey1) {
  using ChatHub = WebPubSubHub;
  AzureKeyCredential signing(key1);  // For requests and access URLs
  AzureKeyCredential first(key1);    // For events
  AzureKeyCredential second(key2);
  WebPubSubServiceClient client(endpoint, "chat", signing);
  EventHandlerOptions options;
  options.Sources = {EventSource(endpoint, {first, second})};
  WebPubSubEventHandler handler("chat", std::make_shared<ChatHub>(), options);

  signing.Update(key2);   // Before you regenerate the first key
  first.Update(newKey1);  // Afterwards

  client.SendToAll("signed with the second key");
  for (const std::string& key : {key2, newKey1}) {
    const auto event = Testing::MakeConnectedRequest(key, "chat", "conn-1", "127.0.0.1");
    EXPECT_EQ(handler.Handle(event).Status(), 204) << key;
  }
  const auto old = Testing::MakeConnectedRequest(key1, "chat", "conn-1", "127.0.0.1");
  EXPECT_EQ(handler.Handle(old).Status(), 401);
}

// Metrics
class Metrics : public CallObserver {
 public:
  void CallEnded(const CallDescription& call, const CallProgress& progress) override {
    const std::string labels = "{operation=\"" + std::string(call.OperationName) +
                               "\",succeeded=\"" + (progress.Succeeded ? "true" : "false") + "\"}";
    const double seconds = std::chrono::duration<double>(progress.Elapsed).count();
    const std::lock_guard lock(mutex_);
    values_["webpubsub_calls_total" + labels] += 1;
    values_["webpubsub_attempts_total" + labels] += progress.Attempts;
    values_["webpubsub_call_seconds_total" + labels] += seconds;
  }
  std::string Text() const {
    std::ostringstream text;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, value] : values_) text << name << ' ' << value << '\n';
    return text.str();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, double> values_;
};

// Testing with the local service
bool Join(const WebPubSubServiceClient& client, const std::string& connectionId) {
  try {
    client.AddConnectionToGroup("room", connectionId);
    return true;
  } catch (const RequestFailedException& failed) {
    if (failed.Status() != 404) throw;
    return false;  // The connection has ended
  }
}

TEST(Join, SaysThatAConnectionHasEnded) {
  WebPubSubServiceClient client(std::getenv("WebPubSubConnectionString"), "chat");
  EXPECT_FALSE(Join(client, "gone"));
}

// Behind API Management
class SubscriptionKey : public HttpPolicy {
 public:
  explicit SubscriptionKey(std::string key) : key_(std::move(key)) {}
  void OnRequest(HttpRequest& request, int /*attempt*/, const Context&) const override {
    request.Headers().Set("Ocp-Apim-Subscription-Key", key_);
  }

 private:
  std::string key_;
};

WebPubSubServiceClient MakeClient(const std::string& connectionString, const std::string& gateway,
                                  const std::string& subscriptionKey,
                                  WebPubSubServiceClientOptions options = {}) {
  options.ReverseProxyEndpoint = gateway;  // For example https://<name>.azure-api.net/awps
  options.PerCallPolicies = {std::make_shared<SubscriptionKey>(subscriptionKey)};
  return {connectionString, "chat", options};
}

// Sets the variable that the snippet above reads.
class LocalServiceEnvironment : public testing::Environment {
 public:
  void SetUp() override {
    ::setenv("WebPubSubConnectionString", service_.ConnectionString().c_str(), 1);
  }

 private:
  LocalService::Service service_;
};

[[maybe_unused]] const auto* const localService =
    testing::AddGlobalTestEnvironment(new LocalServiceEnvironment);

const std::string ConnectionString = "Endpoint=https://wps.example;AccessKey=key;";

class Cookbook : public testing::Test {
 protected:
  WebPubSubServiceClientOptions Scripted() const {
    WebPubSubServiceClientOptions options;
    options.TransportAdapter = Transport;
    return options;
  }
  WebPubSubServiceClient ScriptedClient() const { return {ConnectionString, "chat", Scripted()}; }

  std::shared_ptr<Testing::ScriptedTransport> Transport =
      std::make_shared<Testing::ScriptedTransport>();
};

HttpResponse Handle(const std::shared_ptr<WebPubSubHub>& hub, EventHandlerRequest event,
                    const std::string& user) {
  event.Headers.Set("ce-userId", user);
  EventHandlerOptions options;
  options.Sources = {EventSource("http://localhost", {AzureKeyCredential("key")})};
  return WebPubSubEventHandler("chat", hub, options).Handle(event);
}

TEST_F(Cookbook, NegotiatesAUrlInJson) {
  EXPECT_THAT(
      Negotiate(ScriptedClient(), "ann"),
      testing::MatchesRegex(
          R"(\{"url":"wss://wps\.example/client/hubs/chat\?access_token=[-.A-Za-z0-9_]+"\})"));
}

TEST_F(Cookbook, KnowsWhoIsOnline) {
  const auto hub = std::make_shared<PresenceHub>();
  const auto connect = [&](const char* id) {
    EXPECT_EQ(Handle(hub, Testing::MakeConnectedRequest("key", "chat", id), "ann").Status(), 204);
  };
  const auto disconnect = [&](const char* id) {
    EXPECT_EQ(Handle(hub, Testing::MakeDisconnectedRequest("key", "chat", id), "ann").Status(),
              204);
  };
  EXPECT_FALSE(hub->IsOnline("ann"));
  connect("conn-1");
  connect("conn-2");
  connect("conn-2");  // As the service may repeat an event
  disconnect("conn-2");
  EXPECT_TRUE(hub->IsOnline("ann"));
  disconnect("conn-1");
  EXPECT_FALSE(hub->IsOnline("ann"));
}

TEST_F(Cookbook, LimitsEachSender) {
  const auto hub = std::make_shared<LimitedHub>();
  const auto say = [&](const char* user) {
    const auto event = Testing::MakeUserEventRequest("key", "chat", "conn-1", "message", "hi");
    return Handle(hub, event, user).Status();
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(say("ann"), 200) << i;
  int admitted = 0;  // More than none only where a second passes meanwhile
  while (say("ann") == 200 && admitted < 100) ++admitted;
  EXPECT_LT(admitted, 100);
  EXPECT_EQ(say("bob"), 200);
}

TEST_F(Cookbook, SendsAPaymentAtMostOnce) {
  const auto client = MakePaymentClient(ConnectionString, Scripted());
  Transport->WillRespond(202);
  EXPECT_EQ(SendPayment(client, "conn-1", "{}"), Payment::Accepted);
  Transport->WillFail(TransportError::ConnectionLost, true);
  EXPECT_EQ(SendPayment(client, "conn-1", "{}"), Payment::Unknown);
  Transport->WillRespond(404);
  EXPECT_EQ(SendPayment(client, "conn-1", "{}"), Payment::NotAccepted);
  EXPECT_THAT(Transport->Requests(), testing::SizeIs(3));
}

TEST_F(Cookbook, NamesTheUsersWhoCanBeSentToAgain) {
  Transport->Otherwise([](const HttpRequest& request, const Context&) {
    return HttpResponse(request.Url().find("/bob/") == std::string::npos ? 202 : 400);
  });
  EXPECT_THAT(SendToMany(ScriptedClient(), {"ann", "bob", "cat"}, "hi"),
              testing::ElementsAre("bob"));
}

TEST_F(Cookbook, ShutsDown) {
  const auto client = ScriptedClient();
  const auto allCalls = Context::Cancellable();
  EXPECT_TRUE(ShutDown(client, allCalls, std::chrono::seconds(60)));
  Transport->WillRespond(503, {{"Retry-After", "100"}});
  const auto waiting = client.SendToAllAsync("hi", {}, allCalls);
  EXPECT_FALSE(ShutDown(client, allCalls, std::chrono::seconds(0)));
  EXPECT_THROW(waiting.Get(), OperationCancelledException);
}

TEST_F(Cookbook, RotatesKeys) {
  const LocalService::ServiceOptions keys = [] {
    LocalService::ServiceOptions options;
    options.PrimaryKey = "renewed";
    options.SecondaryKey = "second";
    return options;
  }();
  const LocalService::Service service(keys);
  Rotate(service.Endpoint(), "first", "second", "renewed");
}

TEST_F(Cookbook, CountsCallsAndAttempts) {
  const auto metrics = std::make_shared<Metrics>();
  auto options = Scripted();
  options.Observer = metrics;
  options.Retry.Delay = std::chrono::milliseconds(1);
  Transport->WillRespond(503);
  Transport->WillRespond(202);
  WebPubSubServiceClient(ConnectionString, "chat", options).SendToAll("hi");
  const std::string labels = R"({operation="SendToAll",succeeded="true"} )";
  EXPECT_THAT(metrics->Text(), testing::HasSubstr("webpubsub_calls_total" + labels + "1\n"));
  EXPECT_THAT(metrics->Text(), testing::HasSubstr("webpubsub_attempts_total" + labels + "2\n"));
}

TEST_F(Cookbook, SendsThroughAGateway) {
  Transport->WillRespond(202);
  MakeClient(ConnectionString, "https://gateway.example/awps", "subscription", Scripted())
      .SendToAll("hi");
  const auto requests = Transport->Requests();
  ASSERT_THAT(requests, testing::SizeIs(1));
  EXPECT_THAT(requests[0].Url(),
              testing::StartsWith("https://gateway.example/awps/api/hubs/chat/"));
  EXPECT_EQ(requests[0].Headers().Get("Ocp-Apim-Subscription-Key"), "subscription");
}

}  // namespace
}  // namespace Snippets
