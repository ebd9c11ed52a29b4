#include <gmock/gmock.h>

#include "hub_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::HasSubstr;
using ClientsTest = HubTest;

TEST_F(ClientsTest, HaveTheUserRolesAndGroupsOfTheirUrl) {
  ClientAccessOptions access = As("ann", {"room"});
  access.Roles = {"webpubsub.joinLeaveGroup.open", "webpubsub.sendToGroup"};
  HubClient ann = ConnectJson(access);
  EXPECT_TRUE(Client.UserExists("ann"));
  EXPECT_TRUE(Client.GroupExists("room"));
  ann.Socket.SendText(R"({"type":"joinGroup","group":"open","ackId":1})");
  EXPECT_THAT(ann.Next(), HasSubstr(R"("success":true)"));
  ann.Socket.SendText(R"({"type":"joinGroup","group":"closed","ackId":2})");
  EXPECT_THAT(ann.Next(), HasSubstr("Forbidden"));
  ann.Socket.SendText(R"({"type":"sendToGroup","group":"room","dataType":"text","data":"hi"})");
  EXPECT_EQ(
      ann.Next(),
      R"({"type":"message","from":"group","group":"room","fromUserId":"ann","dataType":"text","data":"hi"})");
  ann.Socket.SendText(R"({"type":"ping"})");
  EXPECT_EQ(ann.Next(), R"({"type":"pong"})");
}

int StatusOfConnecting(const std::string& url) {
  try {
    const WebSocketClient client(url);
  } catch (const WebSocketHandshakeError& refused) {
    return refused.Status();
  }
  return 101;
}

TEST_F(ClientsTest, NeedATokenForTheirHub) {
  const std::string url = Client.GetClientAccessUri();
  EXPECT_EQ(StatusOfConnecting(url), 101);
  EXPECT_EQ(StatusOfConnecting(url.substr(0, url.find('?'))), 401);
  EXPECT_EQ(StatusOfConnecting(url + "x"), 401);
  const WebPubSubServiceClient other(Service.ConnectionString(), "other");
  const std::string token = other.GetClientAccessUri();
  EXPECT_EQ(StatusOfConnecting(url.substr(0, url.find('?')) + token.substr(token.find('?'))), 401);
  const WebPubSubServiceClient wrongKey(Service.Endpoint(), "chat", AzureKeyCredential("wrong"));
  EXPECT_EQ(StatusOfConnecting(wrongKey.GetClientAccessUri()), 401);
}

TEST_F(ClientsTest, OfferTheSubprotocolsThatTheyKnow) {
  const WebSocketClient json(Client.GetClientAccessUri(), "unknown, json.webpubsub.azure.v1");
  EXPECT_EQ(json.Subprotocol(), "json.webpubsub.azure.v1");
  EXPECT_EQ(WebSocketClient(Client.GetClientAccessUri()).Subprotocol(), "");
}

TEST_F(ClientsTest, AreClosedIfTheirMessageCannotBeParsed) {
  HubClient json = ConnectJson();
  json.Socket.SendText("nonsense");
  EXPECT_EQ(json.Socket.Receive(Patience), std::nullopt);
  EXPECT_EQ(json.Socket.CloseCode(), 1007);
  EXPECT_FALSE(Client.ConnectionExists(json.ConnectionId));

  HubClient binary = ConnectJson();
  binary.Socket.SendBinary("{}");
  EXPECT_EQ(binary.Socket.Receive(Patience), std::nullopt);
  EXPECT_EQ(binary.Socket.CloseCode(), 1007);

  HubClient plain = ConnectRaw(As("ann"));
  plain.Socket.SendText("an event that nobody handles");
  EXPECT_EQ(plain.Socket.Receive(Patience), std::nullopt);
  EXPECT_EQ(plain.Socket.CloseCode(), 1011);
}

TEST_F(ClientsTest, PublishRawFramesInSendToGroupMode) {
  HubClient listener = ConnectJson(As("bob", {"room"}));
  ClientAccessOptions access = As("ann", {"room"});
  access.Roles = {"webpubsub.sendToGroup.room"};
  WebSocketClient publisher(Client.GetClientAccessUri(access) +
                            "&webpubsub_mode=sendToGroup&group=room&noEcho=true");
  publisher.SendText("hello");
  EXPECT_EQ(
      listener.Next(),
      R"({"type":"message","from":"group","group":"room","fromUserId":"ann","dataType":"text","data":"hello"})");
  EXPECT_EQ(StatusOfConnecting(Client.GetClientAccessUri() + "&webpubsub_mode=unknown"), 400);
  WebSocketClient forbidden(Client.GetClientAccessUri() + "&webpubsub_mode=sendToGroup&group=room");
  forbidden.SendText("hello");
  EXPECT_EQ(forbidden.Receive(Patience), std::nullopt);
  EXPECT_EQ(forbidden.CloseCode(), 1008);
}

TEST_F(ClientsTest, LeaveTheirUserAndGroupsWhenTheyDisconnect) {
  {
    HubClient ann = ConnectJson(As("ann", {"room"}));
    ann.Socket.Close();
  }
  while (Client.UserExists("ann")) {
  }
  EXPECT_FALSE(Client.GroupExists("room"));
}

TEST(ServiceShutdown, SaysGoodbye) {
  auto service = std::make_unique<LocalService::Service>();
  const WebPubSubServiceClient client(service->ConnectionString(), "chat");
  WebSocketClient socket(client.GetClientAccessUri(), JsonSubprotocol);
  EXPECT_THAT(socket.Receive(Patience)->Data, HasSubstr("connected"));
  service.reset();
  EXPECT_EQ(socket.Receive(Patience)->Data,
            R"({"type":"system","event":"disconnected","message":"Service reload"})");
  EXPECT_EQ(socket.Receive(Patience), std::nullopt);
  EXPECT_EQ(socket.CloseCode(), 1001);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
