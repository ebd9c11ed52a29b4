// What the chat hears: a local service calls its backend over sockets.
#include <azure/messaging/webpubsub/testing/events.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <string>

#include "chat/backend.hpp"
#include "chat/chat_hub.hpp"
#include "chat_guest.hpp"
#include "local_service/service.hpp"
#include "support/http_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class ChatEvents : public ::testing::Test {
 protected:
  ChatEvents() {
    LocalService::ServiceOptions options;
    options.EventHandlers.emplace_back();
    options.EventHandlers[0].Hub = "chat";
    options.EventHandlers[0].Url = Server.Url() + "/eventhandler";
    Service.emplace(options);
    Client.emplace(Service->ConnectionString(), "chat");
    Backend.emplace(Service->ConnectionString(), "chat", "a token");
    Server.Serve([this](const Samples::Request& request) { return Backend->Handle(request); });
  }
  ~ChatEvents() override { Server.Stop(); }

  Guest Join(const std::string& user) {
    ClientAccessOptions access;
    access.UserId = user;
    return Guest(Client->GetClientAccessUri(access));
  }
  // What the server tells next. The order of a message and of an acknowledgment isn't certain.
  static json Told(Guest& guest) {
    json frame = guest.Next();
    if (frame.value("type", "") == "ack") frame = guest.Next();
    EXPECT_EQ(frame.value("from", ""), "server") << frame;
    return frame.value("data", json());
  }

  Samples::HttpServer Server{0};
  std::optional<LocalService::Service> Service;
  std::optional<WebPubSubServiceClient> Client;
  std::optional<::Chat::Backend> Backend;
};

TEST_F(ChatEvents, TellTheOthersWhoHasComeAndGone) {
  Guest dora = Join("dora");
  {
    Guest emil = Join("emil");
    EXPECT_EQ(Told(dora), json({{"came", "emil"}}));
    emil.Socket.Close();
  }
  EXPECT_EQ(Told(dora), json({{"went", "emil"}}));
}

TEST_F(ChatEvents, AreCommandsToo) {
  Guest dora = Join("dora");
  Guest emil = Join("emil");
  EXPECT_EQ(Told(dora), json({{"came", "emil"}}));
  dora.Command("/who");
  EXPECT_EQ(Told(dora), json({{"here", {"dora", "emil"}}}));
  dora.Command("/nothing");
  EXPECT_THAT(Told(dora).value("error", ""), HasSubstr("no such command"));
}

TEST_F(ChatEvents, OfStrangersAreRefused) {
  const auto status = [this](const EventHandlerRequest& event) {
    Samples::Request request(Samples::verb::post, "/eventhandler", 11, event.Body);
    for (const auto& [name, value] : event.Headers) request.insert(name, value);
    return Backend->Handle(request).result_int();
  };
  const std::string key = LocalService::ServiceOptions().PrimaryKey;
  for (const bool isStranger : {true, false}) {
    const auto event =
        MakeConnectedRequest(isStranger ? "another key" : key, "chat", "conn-1", "127.0.0.1");
    EXPECT_EQ(status(event), isStranger ? 401U : 204U);
  }
}

// A service repeats an event whose response it hasn't seen, and a message may come first.
TEST(ChatHub, HearsARepeatedEventOnce) {
  LocalService::Service service;
  const WebPubSubServiceClient client(service.ConnectionString(), "chat");
  const auto hub = std::make_shared<::Chat::ChatHub>(client);
  EventHandlerOptions options;
  options.AllowUnauthenticated = true;
  const WebPubSubEventHandler handler("chat", hub, options);
  const auto sends = [&service] { return service.Requests().size(); };
  const auto from = [](EventHandlerRequest event) {
    event.Headers.Set("ce-userId", "dora");
    return event;
  };

  const auto said =
      handler.Handle(from(MakeUserEventRequest("key", "chat", "conn-1", "command", "/who")));
  EXPECT_EQ(json::parse(said.Body()), json({{"here", {"dora"}}}));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(handler.Handle(from(MakeConnectedRequest("key", "chat", "conn-1"))).Status(), 204);
    client.WaitUntilIdle();
    EXPECT_EQ(sends(), 1U);
  }
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(handler.Handle(from(MakeDisconnectedRequest("key", "chat", "conn-1"))).Status(), 204);
    client.WaitUntilIdle();
    EXPECT_EQ(sends(), 2U);
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
