#include <gmock/gmock.h>

#include <set>

#include "hub_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::HasSubstr;
using ManagementTest = HubTest;

TEST_F(ManagementTest, ReportsWhatExists) {
  EXPECT_FALSE(Client.UserExists("ann"));
  EXPECT_FALSE(Client.GroupExists("room"));
  EXPECT_FALSE(Client.ConnectionExists("nobody"));
  HubClient ann = ConnectJson(As("ann", {"room"}));
  EXPECT_TRUE(Client.UserExists("ann"));
  EXPECT_TRUE(Client.GroupExists("room"));
  EXPECT_TRUE(Client.ConnectionExists(ann.ConnectionId));
  EXPECT_EQ(Client.GetServiceHealth().Status(), 200);
}

TEST_F(ManagementTest, ChangesTheGroupsOfConnectionsAndUsers) {
  HubClient ann = ConnectJson(As("ann"));
  Client.AddConnectionToGroup("one", ann.ConnectionId);
  Client.AddUserToGroup("two", "ann");
  EXPECT_TRUE(Client.GroupExists("one"));
  EXPECT_TRUE(Client.GroupExists("two"));
  Client.RemoveConnectionFromGroup("one", ann.ConnectionId);
  Client.RemoveUserFromGroup("two", "ann");
  EXPECT_FALSE(Client.GroupExists("one"));
  EXPECT_FALSE(Client.GroupExists("two"));
  Client.AddUserToGroup("three", "ann");
  Client.RemoveUserFromAllGroups("ann");
  EXPECT_FALSE(Client.GroupExists("three"));
  Client.AddUserToGroup("four", "ann");
  Client.RemoveConnectionFromAllGroups(ann.ConnectionId);
  EXPECT_FALSE(Client.GroupExists("four"));
}

TEST_F(ManagementTest, ChangesTheGroupsOfTheWholeHub) {
  HubClient ann = ConnectJson(As("ann"));
  HubClient bob = ConnectJson(As("bob"));
  Client.AddConnectionsToGroups({"a", "b"}, ClientConnectionFilter::AllConnections());
  EXPECT_TRUE(Client.GroupExists("b"));
  Client.SendToGroup("a", "x");
  EXPECT_THAT(ann.Next(), HasSubstr(R"("group":"a")"));
  EXPECT_THAT(bob.Next(), HasSubstr(R"("group":"a")"));
  Client.RemoveConnectionsFromGroups({"a", "b"}, ClientConnectionFilter::AllConnections());
  EXPECT_FALSE(Client.GroupExists("a"));
}

// The service doesn't decode a slash in a path: there are two groups.
TEST_F(ManagementTest, ReachesTwoGroupsByANameWithASlash) {
  HubClient member = ConnectJson(As("ann", {"a/b"}));  // by its token
  HubClient other = ConnectJson(As("bob"));
  Client.AddConnectionToGroup("a/b", other.ConnectionId);  // by a path
  EXPECT_TRUE(Client.GroupExists("a/b"));
  EXPECT_TRUE(Client.GroupExists("a%2Fb"));

  Client.SendToGroup("a/b", "by path");
  EXPECT_THAT(other.Next(), testing::AllOf(HasSubstr("by path"), HasSubstr(R"("group":"a%2Fb")")));
  FanOutOptions byFilter;
  byFilter.Strategy = FanOutStrategy::Filter;
  EXPECT_TRUE(Client.SendToGroups({"a/b"}, "by fan-out", byFilter).at(0));
  EXPECT_THAT(other.Next(), HasSubstr("by fan-out"));
  SendOptions only;
  only.Filter = "'a/b' in groups";
  Client.SendToAll("by filter", only);
  EXPECT_THAT(member.Next(), HasSubstr("by filter"));

  Client.AddConnectionsToGroups({"a/b"}, "userId eq 'bob'");
  Client.SendToAll("to both", only);
  EXPECT_THAT(member.Next(), HasSubstr("to both"));
  EXPECT_THAT(other.Next(), HasSubstr("to both"));
}

TEST_F(ManagementTest, ReachesAUserWithASlash) {
  HubClient ann = ConnectJson(As("a/b", {".."}));
  EXPECT_THROW(Client.SendToUser("a/b", "x"), std::invalid_argument);
  EXPECT_TRUE(Client.SendToUsers({"a/b"}, "by fan-out").at(0));
  EXPECT_THAT(ann.Next(), HasSubstr("by fan-out"));
  SendOptions only;
  only.Filter = "'..' in groups";
  Client.SendToAll("by filter", only);
  EXPECT_THAT(ann.Next(), HasSubstr("by filter"));
}

TEST_F(ManagementTest, ReportsTheMissingConnection) {
  try {
    Client.AddConnectionToGroup("room", "nobody");
    FAIL() << "added";
  } catch (const RequestFailedException& failed) {
    EXPECT_EQ(failed.Status(), 404);
    EXPECT_EQ(failed.ErrorCode(), "Error.Connection.NotExisted");
    EXPECT_THAT(failed.what(), HasSubstr("Connection `nobody` is not found."));
    EXPECT_FALSE(failed.MayHaveBeenAccepted());
    EXPECT_EQ(failed.Attempts(), 1);
  }
}

TEST_F(ManagementTest, ListsTheMembersOfAGroupPageByPage) {
  std::vector<HubClient> clients;
  std::set<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(ConnectJson(As(i == 0 ? "ann" : "", {"room"})));
    ids.insert(clients.back().ConnectionId);
  }
  ListOptions twoByTwo;
  twoByTwo.MaxPageSize = 2;
  std::set<std::string> listed;
  int users = 0;
  for (const auto& member : Client.ListConnectionsInGroup("room", twoByTwo)) {
    listed.insert(member.ConnectionId);
    users += member.UserId == "ann" ? 1 : 0;
  }
  EXPECT_EQ(listed, ids);
  EXPECT_EQ(users, 1);

  std::vector<std::size_t> sizes;
  std::string afterTheFirst;
  for (const auto& page : Client.ListConnectionsInGroup("room", twoByTwo).AsPages()) {
    if (sizes.empty()) afterTheFirst = page.ContinuationToken;
    sizes.push_back(page.Values.size());
  }
  EXPECT_THAT(sizes, testing::ElementsAre(2, 2, 1));

  ListOptions rest;
  rest.ContinuationToken = afterTheFirst;
  const auto resumed = Client.ListConnectionsInGroup("room", rest);
  EXPECT_EQ(std::distance(resumed.begin(), resumed.end()), 3);

  ListOptions three;
  three.MaxCount = 3;
  const auto limited = Client.ListConnectionsInGroup("room", three);
  EXPECT_EQ(std::distance(limited.begin(), limited.end()), 3);
  const auto none = Client.ListConnectionsInGroup("empty");
  EXPECT_EQ(none.begin(), none.end());
}

TEST_F(ManagementTest, ClosesConnectionsWithAReason) {
  HubClient ann = ConnectJson(As("ann"));
  HubClient bob = ConnectRaw(As("bob", {"room"}));
  HubClient cat = ConnectJson(As("cat", {"room"}));
  Client.CloseConnection(ann.ConnectionId, "bye & thanks");
  EXPECT_THAT(ann.Next(),
              HasSubstr("Application server closed the connection. Reason: bye \\u0026 thanks"));
  EXPECT_EQ(ann.Socket.Receive(Patience), std::nullopt);
  EXPECT_EQ(ann.Socket.CloseCode(), 1000);
  EXPECT_FALSE(Client.ConnectionExists(ann.ConnectionId));

  CloseOptions butCat;
  butCat.Excluded = {cat.ConnectionId};
  Client.CloseGroupConnections("room", butCat);
  EXPECT_EQ(bob.Socket.Receive(Patience), std::nullopt);
  EXPECT_EQ(bob.Socket.CloseCode(), 1000);
  EXPECT_TRUE(Client.ConnectionExists(cat.ConnectionId));
  Client.CloseUserConnections("cat");
  EXPECT_FALSE(Client.ConnectionExists(cat.ConnectionId));
  HubClient dan = ConnectJson();
  Client.CloseAllConnections();
  EXPECT_FALSE(Client.ConnectionExists(dan.ConnectionId));
}

TEST_F(ManagementTest, GrantsChecksAndRevokesPermissions) {
  HubClient ann = ConnectJson(As("ann"));
  constexpr auto Send = WebPubSubPermission::SendToGroup;
  EXPECT_FALSE(Client.CheckPermission(Send, ann.ConnectionId, "room"));
  Client.GrantPermission(Send, ann.ConnectionId, "room");
  EXPECT_TRUE(Client.CheckPermission(Send, ann.ConnectionId, "room"));
  ann.Socket.SendText(R"({"type":"sendToGroup","group":"room","data":1,"ackId":1})");
  EXPECT_THAT(ann.Next(), HasSubstr(R"("success":true)"));
  Client.RevokePermission(Send, ann.ConnectionId, "room");
  EXPECT_FALSE(Client.CheckPermission(Send, ann.ConnectionId, "room"));
  ann.Socket.SendText(R"({"type":"sendToGroup","group":"room","data":1,"ackId":2})");
  EXPECT_THAT(ann.Next(), HasSubstr("Forbidden"));
  EXPECT_THROW(Client.GrantPermission(Send, "nobody", "room"), RequestFailedException);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
