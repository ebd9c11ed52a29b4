#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::HasSubstr;

// A service and the lines of its log.
class ServiceLog : public testing::Test {
 protected:
  std::vector<std::string> Lines;
  LocalService::Service Service{OptionsWithLog()};
  ServiceClient Client{Service};

  ServiceOptions OptionsWithLog() {
    ServiceOptions options;
    options.Log = [this](const std::string& line) { Lines.push_back(line); };
    return options;
  }
};

TEST_F(ServiceLog, ContainsRequestsWithoutTheirTokens) {
  EXPECT_EQ(Client.Call("HEAD", "/api/hubs/chat/users/ann"), 404);
  EXPECT_EQ(Client.SendText("/:send?filter=true", "hi"), 202);
  EXPECT_THROW(WebSocketClient{Client.ClientUrl() + "x"},
               WebPubSub::Testing::WebSocketHandshakeError);
  Service.Stop();
  EXPECT_THAT(Lines, testing::ElementsAre("HEAD /api/hubs/chat/users/ann 404",
                                          "POST /api/hubs/chat/:send?filter=true 202",
                                          "GET /client/hubs/chat 401"));
}

TEST_F(ServiceLog, ContainsTheActivityOfClients) {
  WebSocketClient json(
      Client.ClientUrl(
          R"("sub":"ann\n","role":["webpubsub.joinLeaveGroup","webpubsub.sendToGroup.room"])"),
      JsonSubprotocol);
  const std::string id = Member(Next(json), "connectionId");
  json.SendText(R"({"type":"joinGroup","group":"room"})");
  json.SendText(R"({"type":"leaveGroup","group":"room"})");
  json.SendText(R"({"type":"sendToGroup","group":"room","dataType":"text","data":"hello"})");
  json.SendText(R"({"type":"sendToGroup","group":"room","dataType":"json","data":{}})");
  json.SendText(R"({"type":"sendToGroup","group":"side","dataType":"text","data":"hello"})");
  json.SendText("nonsense");
  EXPECT_EQ(CloseCodeOf(json), 1007);
  Service.Stop();
  const std::string client = "client " + id + ' ';
  EXPECT_THAT(
      Lines,
      testing::ElementsAre(
          client + R"(connected to hub chat as "ann\n", by json.webpubsub.azure.v1)",
          client + R"(joined group "room")", client + R"(left group "room")",
          client + R"(published 5 bytes of text to group "room")",
          client + R"(published 2 bytes of JSON to group "room")",
          client + "received an error: Forbidden. The client does not have permission to send to "
                   "group 'side'.",
          client + "is closed: The client message is not a valid JSON protocol message.",
          client + "disconnected from hub chat"));
}

TEST_F(ServiceLog, ContainsTheMessagesOfRawClients) {
  WebSocketClient raw(
      Client.ClientUrl(R"("role":"webpubsub.sendToGroup","webpubsub.group":"room")") +
      "&webpubsub_mode=sendToGroup&group=room");
  raw.SendBinary("hello");
  EXPECT_EQ(Next(raw), "hello");
  EXPECT_EQ(Client.Call("POST", "/api/hubs/chat/:closeConnections"), 204);
  EXPECT_EQ(CloseCodeOf(raw), 1000);
  Service.Stop();
  EXPECT_THAT(
      Lines, testing::ElementsAre(HasSubstr(" connected to hub chat, by raw WebSocket"),
                                  HasSubstr(R"( published 5 bytes of binary data to group "room")"),
                                  "POST /api/hubs/chat/:closeConnections 204",
                                  HasSubstr(" disconnected from hub chat")));
}

TEST_F(ServiceLog, ContainsLostAndRecoveredConnections) {
  std::string id;
  std::string token;
  {
    WebSocketClient client(Client.ClientUrl(), ReliableJsonSubprotocol);
    const std::string connected = Next(client);
    id = Member(connected, "connectionId");
    token = Member(connected, "reconnectionToken");
  }
  EXPECT_TRUE(
      WaitUntil([&] { return Service.State().find(R"("attached":false)") != std::string::npos; }));
  const auto back = [&](const std::string& with) {
    return WebSocketClient("ws://" + Client.Host() + "/client/hubs/chat?awps_connection_id=" + id +
                               "&awps_reconnection_token=" + with,
                           ReliableJsonSubprotocol);
  };
  auto rejected = back(token + "x");
  EXPECT_EQ(CloseCodeOf(rejected), 1008);
  auto accepted = back(token);
  accepted.SendText(R"({"type":"ping"})");
  EXPECT_EQ(Next(accepted), R"({"type":"pong"})");
  accepted.Close(1000);
  Service.Stop();
  const std::string client = "client " + id + ' ';
  EXPECT_THAT(Lines, testing::ElementsAre(
                         client + "connected to hub chat, by json.reliable.webpubsub.azure.v1",
                         client + "lost its connection to hub chat",
                         "a client could not come back to hub chat",
                         client + "came back to hub chat", client + "disconnected from hub chat"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
