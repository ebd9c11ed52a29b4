#include <gmock/gmock.h>

#include "hub_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using SendsTest = HubTest;

std::string Server(const std::string& data) {
  return R"({"type":"message","from":"server",)" + data + "}";
}
std::string Group(const std::string& data) {
  return R"({"type":"message","from":"group","group":"room","fromUserId":null,)" + data + "}";
}

TEST_F(SendsTest, ReachBothKindsOfClientByteForByte) {
  HubClient plain = ConnectRaw(As("ann"));
  HubClient subprotocol = ConnectJson(As("bob"));
  const std::string bytes("\x00\x01\xfe\xff", 4);
  EXPECT_EQ(Client.SendToAll("h\u00e9llo \u65e5\u672c").Status(), 202);
  EXPECT_EQ(Client.SendToAll(RequestContent::Json("{ \"a\": [1.0, null] }")).Status(), 202);
  EXPECT_EQ(Client.SendToAll(RequestContent::Binary(bytes)).Status(), 202);

  EXPECT_EQ(plain.Next(), "h\u00e9llo \u65e5\u672c");
  EXPECT_EQ(plain.Next(), "{ \"a\": [1.0, null] }");
  const auto binary = plain.Socket.Receive(Patience);
  ASSERT_TRUE(binary.has_value());
  EXPECT_TRUE(binary->Binary);
  EXPECT_EQ(binary->Data, bytes);
  EXPECT_EQ(subprotocol.Next(), Server(R"("dataType":"text","data":"h\u00E9llo \u65E5\u672C")"));
  EXPECT_EQ(subprotocol.Next(), Server(R"("dataType":"json","data":{ "a": [1.0, null] })"));
  EXPECT_EQ(subprotocol.Next(), Server(R"("dataType":"binary","data":"AAH+/w==")"));
}

TEST_F(SendsTest, ReachOnlyTheGroupTheUserOrTheConnection) {
  HubClient ann = ConnectJson(As("ann", {"room"}));
  HubClient bob = ConnectJson(As("bob", {"room"}));
  HubClient cat = ConnectJson(As("cat"));
  SendOptions butBob;
  butBob.Excluded = {bob.ConnectionId};
  Client.SendToGroup("room", "group", butBob);
  Client.SendToUser("bob", "user");
  Client.SendToConnection(cat.ConnectionId, "connection");
  Client.SendToAll("marker");

  const std::string marker = Server(R"("dataType":"text","data":"marker")");
  EXPECT_EQ(ann.Next(), Group(R"("dataType":"text","data":"group")"));
  EXPECT_EQ(ann.Next(), marker);
  EXPECT_EQ(bob.Next(), Server(R"("dataType":"text","data":"user")"));
  EXPECT_EQ(bob.Next(), marker);
  EXPECT_EQ(cat.Next(), Server(R"("dataType":"text","data":"connection")"));
  EXPECT_EQ(cat.Next(), marker);
}

TEST_F(SendsTest, ReachOnlyTheConnectionsThatTheFilterMatches) {
  HubClient ann = ConnectJson(As("it's ann", {"vip"}));
  HubClient bob = ConnectJson(As("bob"));
  SendOptions filtered;
  filtered.Filter =
      ClientConnectionFilter::Create("userId eq {} and {} in groups", "it's ann", "vip");
  Client.SendToAll("for ann", filtered);
  Client.SendToAll("marker");
  EXPECT_EQ(ann.Next(), Server(R"("dataType":"text","data":"for ann")"));
  EXPECT_EQ(bob.Next(), Server(R"("dataType":"text","data":"marker")"));
  filtered.Filter = "userId = 'ann'";
  EXPECT_THROW(Client.SendToAll("x", filtered), RequestFailedException);
}

TEST_F(SendsTest, CarryMetadataAndATimeToLive) {
  HubClient client = ConnectJson();
  SendOptions options;
  options.Metadata = {{"trace", "abc"}};
  options.MessageTtl = std::chrono::seconds(30);
  EXPECT_EQ(Client.SendToAll("m", options).Status(), 202);
  EXPECT_EQ(client.Next(), Server(R"("dataType":"text","data":"m","metadata":{"trace":"abc"})"));
}

TEST_F(SendsTest, CarryUpToOneMegabyte) {
  HubClient client = ConnectRaw(As("ann"));
  const std::string most(1024 * 1024, 'x');
  Client.SendToAll(RequestContent::Binary(most));
  EXPECT_EQ(client.Next(), most);
  try {
    Client.SendToAll(RequestContent::Binary(most + "x"));
    FAIL() << "accepted";
  } catch (const RequestFailedException& refused) {
    EXPECT_EQ(refused.Status(), 400);
    EXPECT_EQ(refused.ErrorCode(), "Error.BadRequest");
  }
}

TEST_F(SendsTest, ReachGroupsWithSpecialCharactersInTheirNames) {
  for (const std::string group :
       {"a b", "a+b", "a?b#c&d=e", "gr\u00fc\u00dfe", "a%20b", "!*'();:@$,[]~-_.", "a/../b"}) {
    HubClient client = ConnectJson();
    Client.AddConnectionToGroup(group, client.ConnectionId);
    EXPECT_TRUE(Client.GroupExists(group)) << group;
    Client.SendToGroup(group, "x");
    EXPECT_THAT(client.Next(), testing::HasSubstr(R"("data":"x")")) << group;
  }
}

TEST_F(SendsTest, KeepTheirOrder) {
  HubClient client = ConnectRaw(As("ann"));
  for (int i = 0; i < 200; ++i) Client.SendToUser("ann", std::to_string(i));
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.Next(), std::to_string(i));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
