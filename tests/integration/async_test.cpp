#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <set>

#include "hub_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using AsyncTest = HubTest;
using ::testing::UnorderedElementsAre;

TEST_F(AsyncTest, SendsReachAClientInTheOrderInWhichTheyWereAccepted) {
  HubClient client = ConnectRaw(As("ann"));
  for (int i = 0; i < 20; ++i) Client.SendToAllAsync(std::to_string(i)).Get();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(client.Next(), std::to_string(i));
}

TEST_F(AsyncTest, ManySendsAtOnceReachAClientOnceEach) {
  HubClient client = ConnectRaw(As("ann"));
  constexpr int Count = 500;
  std::atomic<int> failed{0};
  for (int i = 0; i < Count; ++i) {
    Client.SendToUserAsync("ann", std::to_string(i)).Then([&](const Result<Response>& sent) {
      if (!sent) ++failed;
    });
  }
  Client.WaitUntilIdle();
  EXPECT_EQ(failed, 0);
  std::set<std::string> received;
  for (int i = 0; i < Count; ++i) received.insert(client.Next());
  EXPECT_EQ(received.size(), static_cast<std::size_t>(Count));
}

TEST_F(AsyncTest, EveryKindOfResponseIsRead) {
  HubClient ann = ConnectJson(As("ann", {"room"}));
  HubClient bob = ConnectJson(As("bob", {"room"}));
  EXPECT_TRUE(Client.UserExistsAsync("ann").Get());
  EXPECT_FALSE(Client.UserExistsAsync("cat").Get());
  EXPECT_EQ(Client.GetServiceHealthAsync().Get().Status(), 200);
  EXPECT_FALSE(Client.GetClientAccessUriAsync().Get().empty());
  ListOptions small;
  small.MaxPageSize = 1;
  auto pages = Client.ListConnectionsInGroupAsync("room", small);
  std::vector<std::string> members;
  while (const auto page = pages.Next().Get()) {
    for (const auto& member : page->Values) members.push_back(*member.UserId);
  }
  EXPECT_THAT(members, UnorderedElementsAre("ann", "bob"));
  EXPECT_FALSE(pages.Next().Get().has_value());
}

TEST_F(AsyncTest, FanOutReachesItsTargetsByEitherStrategy) {
  HubClient ann = ConnectRaw(As("it's ann", {"a", "b"}));
  HubClient bob = ConnectRaw(As("bob", {"b"}));
  HubClient cat = ConnectRaw(As("cat"));
  FanOutOptions byFilter;
  byFilter.Strategy = FanOutStrategy::Filter;
  for (const FanOutOptions& how : {FanOutOptions(), byFilter}) {
    for (const auto& sent : Client.SendToUsers({"it's ann", "bob"}, "users", how)) {
      EXPECT_TRUE(sent);
    }
    for (const auto& sent : Client.SendToGroups({"a", "b"}, "groups", how)) EXPECT_TRUE(sent);
    Client.SendToAll("marker");
    EXPECT_EQ(ann.Next(), "users");
    EXPECT_EQ(ann.Next(), "groups");
    // Ann is in both groups. The filter selects her once, the groups twice.
    if (how.Strategy == FanOutStrategy::PerTarget) {
      EXPECT_EQ(ann.Next(), "groups");
    }
    EXPECT_EQ(ann.Next(), "marker");
    EXPECT_EQ(bob.Next(), "users");
    EXPECT_EQ(bob.Next(), "groups");
    EXPECT_EQ(bob.Next(), "marker");
    EXPECT_EQ(cat.Next(), "marker");
  }
}

TEST_F(AsyncTest, CallsOutliveTheirClients) {
  HubClient receiver = ConnectRaw(As("ann"));
  for (int i = 0; i < 10; ++i) {
    WebPubSubServiceClient(Service.ConnectionString(), "chat").SendToAllAsync("hi");
  }
  for (int i = 0; i < 10; ++i) EXPECT_EQ(receiver.Next(), "hi");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
