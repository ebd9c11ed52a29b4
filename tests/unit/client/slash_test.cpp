// Names with a slash, which the service doesn't decode in a path.

#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "support/log_recorder.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Names = std::vector<std::string>;

constexpr auto SendToGroup = WebPubSubPermission::SendToGroup;
const Names Slashes = {"a/b", "/", "/a", "a/", "a//b", "../..", "a/%2F", "日/本"};

void RespondToAll(ScriptedTransport& transport) {
  transport.Otherwise([](const HttpRequest& request, const Context&) {
    if (request.Url().find("/:send") != std::string::npos) return HttpResponse(202);
    if (request.Url().find("/:close") != std::string::npos) return HttpResponse(204);
    const bool isDelete = request.Method() == HttpMethod::Delete;
    return HttpResponse(isDelete ? 204 : 200, {}, R"({"value":[],"token":"t"})");
  });
}

struct SlashRow {
  std::string Name;
  std::function<void(const Client&, const std::string&)> Blocking;
  std::function<void(const Client&, const std::string&)> Async;
};

void PrintTo(const SlashRow& row, std::ostream* out) { *out << row.Name; }

std::string RowName(const ::testing::TestParamInfo<SlashRow>& test) { return test.param.Name; }

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): only a macro can write both forms of a call once
#define SLASH_ROW(Call, ...)                                                                         \
  SlashRow {                                                                                         \
#Call,                                                                                           \
        [](const Client& c,                                                                          \
           const std::string&                                                                        \
               n) { (void)c.Call(__VA_ARGS__); },                                                    \
                                               [](const Client& c,                                   \
                                                  const std::string&                                 \
                                                      n) { (void)c.Call##Async(__VA_ARGS__).Get(); } \
  }

// ---- Users and connections

class SlashInPath : public ::testing::TestWithParam<SlashRow>, protected ClientBench {};

class UserWithSlash : public SlashInPath {};

TEST_P(UserWithSlash, IsRefusedWithTheFilterThatReachesIt) {
  for (const std::string& name : Slashes) {
    const std::string filter = "userId eq '" + name + "'";
    ExpectRefused(
        "userId", [&] { GetParam().Blocking(MakeClient(), name); }, filter);
    ExpectRefused(
        "userId", [&] { GetParam().Async(MakeClient(), name); }, filter);
  }
  EXPECT_THAT(Urls(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, UserWithSlash,
                         ::testing::Values(SLASH_ROW(SendToUser, n, "x"),
                                           SLASH_ROW(AddUserToGroup, "room", n),
                                           SLASH_ROW(RemoveUserFromGroup, "room", n),
                                           SLASH_ROW(RemoveUserFromAllGroups, n),
                                           SLASH_ROW(CloseUserConnections, n),
                                           SLASH_ROW(UserExists, n)),
                         RowName);

class ConnectionWithSlash : public SlashInPath {};

TEST_P(ConnectionWithSlash, IsRefusedWithTheFilterThatReachesIt) {
  for (const std::string& name : Slashes) {
    const std::string filter = "connectionId eq '" + name + "'";
    ExpectRefused(
        "connectionId", [&] { GetParam().Blocking(MakeClient(), name); }, filter);
    ExpectRefused(
        "connectionId", [&] { GetParam().Async(MakeClient(), name); }, filter);
  }
  EXPECT_THAT(Urls(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, ConnectionWithSlash,
                         ::testing::Values(SLASH_ROW(SendToConnection, n, "x"),
                                           SLASH_ROW(AddConnectionToGroup, "room", n),
                                           SLASH_ROW(RemoveConnectionFromGroup, "room", n),
                                           SLASH_ROW(RemoveConnectionFromAllGroups, n),
                                           SLASH_ROW(CloseConnection, n),
                                           SLASH_ROW(ConnectionExists, n),
                                           SLASH_ROW(GrantPermission, SendToGroup, n),
                                           SLASH_ROW(RevokePermission, SendToGroup, n),
                                           SLASH_ROW(CheckPermission, SendToGroup, n)),
                         RowName);

class NamesWithSlash : public ::testing::Test, protected ClientBench {
 protected:
  NamesWithSlash() { RespondToAll(*Transport); }

  // The client logs to Log.
  Client MakeLoggingClient(LogLevel level = LogLevel::Warning) {
    WebPubSubServiceClientOptions options;
    options.Logger = Log;
    options.LoggerLevel = level;
    return MakeClient(options);
  }

  LogRecorder Log;
};

// The ids of MQTT clients are their own choice.
TEST_F(NamesWithSlash, FromAListAreRefusedToo) {
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"a/b","userId":"c/d"}]})");
  const auto client = MakeClient();
  const auto list = client.ListConnectionsInGroup("room");
  const auto member = list.begin();
  ExpectRefused(
      "connectionId", [&] { client.CloseConnection(member->ConnectionId); }, "connectionId eq");
  ExpectRefused(
      "userId", [&] { client.SendToUser(*member->UserId, "x"); }, "userId eq 'c/d'");
}

TEST_F(NamesWithSlash, AreQuotedInTheMessage) {
  const auto client = MakeClient();
  ExpectRefused(
      "userId", [&] { client.SendToUser("it's/me", "x"); }, "userId eq 'it''s/me'");
  ExpectRefused(
      "userId", [&] { client.SendToUser("a/b\r\nc", "x"); }, "userId eq 'a/b  c'");
  ExpectRefused(
      "userId", [&] { client.SendToUser(std::string(1000, '/'), "x"); }, "userId eq '...'");
}

TEST_F(NamesWithSlash, AreTakenWhereNoPathCarriesThem) {
  const auto client = MakeClient();
  SendOptions only;
  only.Excluded = {"a/b"};
  only.Filter = ClientConnectionFilter::Create("userId eq {}", "c/d");
  client.SendToAll("x", only);
  EXPECT_THAT(Urls().back(), HasSubstr("?excluded=a%2Fb&"));
  EXPECT_THAT(Urls().back(), HasSubstr("userId%20eq%20%27c%2Fd%27"));
  client.GrantPermission(SendToGroup, "conn", "a/b");
  EXPECT_THAT(Urls().back(), HasSubstr("targetName=a%2Fb&"));
  CloseOptions kept;
  kept.Excluded = {"a/b"};
  client.CloseAllConnections(kept);
  EXPECT_THAT(Urls().back(), HasSubstr("?excluded=a%2Fb&"));
}

// ---- Groups

class GroupWithSlash : public NamesWithSlash, public ::testing::WithParamInterface<SlashRow> {};

TEST_P(GroupWithSlash, IsSentAndLoggedOnce) {
  const auto client = MakeLoggingClient();
  GetParam().Blocking(client, "room");
  EXPECT_THAT(Log.Events(), IsEmpty());
  for (const std::string& name : Slashes) {
    GetParam().Blocking(client, name);
    GetParam().Async(Client(client), name);
  }
  EXPECT_THAT(Urls(), SizeIs(1 + 2 * Slashes.size()));
  EXPECT_THAT(Urls().at(1), HasSubstr("/groups/a%2Fb"));
  const auto warnings = Log.Of("GroupWithSlash");
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].Level, LogLevel::Warning);
  EXPECT_EQ(FieldOf(warnings[0], "group"), "a/b");
  EXPECT_EQ(FieldOf(warnings[0], "groupInPath"), "a%2Fb");
  EXPECT_THAT(*FieldOf(warnings[0], "message"), HasSubstr("AddConnectionsToGroups"));
}

INSTANTIATE_TEST_SUITE_P(
    All, GroupWithSlash,
    ::testing::Values(SLASH_ROW(SendToGroup, n, "x"), SLASH_ROW(AddConnectionToGroup, n, "conn"),
                      SLASH_ROW(RemoveConnectionFromGroup, n, "conn"),
                      SLASH_ROW(AddUserToGroup, n, "ann"), SLASH_ROW(RemoveUserFromGroup, n, "ann"),
                      SLASH_ROW(CloseGroupConnections, n), SLASH_ROW(GroupExists, n)),
    RowName);

TEST_F(NamesWithSlash, OfAListedGroupAreLoggedToo) {
  (void)MakeLoggingClient().ListConnectionsInGroup("a/b");
  EXPECT_THAT(Log.Of("GroupWithSlash"), SizeIs(1));
  (void)MakeLoggingClient().ListConnectionsInGroupAsync("a/b");
  EXPECT_THAT(Log.Of("GroupWithSlash"), SizeIs(2));  // once for each client
}

TEST_F(NamesWithSlash, OfGroupsOutsideAPathAreNotLogged) {
  const auto client = MakeLoggingClient();
  client.AddConnectionsToGroups({"a/b"}, "userId ne null");
  client.RemoveConnectionsFromGroups({"a/b"}, "userId ne null");
  client.GrantPermission(SendToGroup, "conn", "a/b");
  ClientAccessOptions access;
  access.Groups = {"a/b"};
  (void)client.GetClientAccessUri(access);
  EXPECT_THAT(Log.Events(), IsEmpty());
}

TEST_F(NamesWithSlash, AreNotLoggedWhereNobodyListens) {
  const auto client = MakeLoggingClient(LogLevel::Error);
  client.SendToGroup("a/b", "x");
  EXPECT_THAT(Log.Events(), IsEmpty());
}

// ---- Fan-out, in both forms and by both strategies

FanOutOptions ByFilter() {
  FanOutOptions how;
  how.Strategy = FanOutStrategy::Filter;
  return how;
}

template <class Form>
class FanOutWithSlash : public NamesWithSlash {};

struct BlockingFanOut {
  static void ToUsers(const Client& c, const Names& users, const FanOutOptions& how = {},
                      const SendOptions& options = {}) {
    for (const auto& result : c.SendToUsers(users, "x", how, options)) EXPECT_TRUE(result);
  }
  static void ToGroups(const Client& c, const Names& groups, const FanOutOptions& how = {}) {
    for (const auto& result : c.SendToGroups(groups, "x", how)) EXPECT_TRUE(result);
  }
};
struct AsyncFanOut {
  static void ToUsers(const Client& c, const Names& users, const FanOutOptions& how = {},
                      const SendOptions& options = {}) {
    for (const auto& result : c.SendToUsersAsync(users, "x", how, options).Get()) {
      EXPECT_TRUE(result);
    }
  }
  static void ToGroups(const Client& c, const Names& groups, const FanOutOptions& how = {}) {
    for (const auto& result : c.SendToGroupsAsync(groups, "x", how).Get()) EXPECT_TRUE(result);
  }
};
using FanOutForms = ::testing::Types<BlockingFanOut, AsyncFanOut>;
TYPED_TEST_SUITE(FanOutWithSlash, FanOutForms);

constexpr const char* HubUrl = "https://wps.example/api/hubs/chat";

TYPED_TEST(FanOutWithSlash, ReachesAUserByAFilter) {
  FanOutOptions how;
  how.MaxConcurrency = 1;  // keeps the order
  SendOptions options;
  options.Filter = "'vip' in groups";
  TypeParam::ToUsers(this->MakeClient(), {"ann", "a/b"}, how);
  TypeParam::ToUsers(this->MakeClient(), {"it's/me", "bob"}, how, options);
  const std::string base = HubUrl;
  EXPECT_THAT(
      this->Urls(),
      ::testing::ElementsAre(
          base + "/users/ann/:send?api-version=2024-12-01",
          base + "/:send?api-version=2024-12-01&filter=userId%20eq%20%27a%2Fb%27",
          base + "/:send?api-version=2024-12-01&filter=%28userId%20eq%20%27it%27%27s%2Fme%27%29"
                 "%20and%20%28%27vip%27%20in%20groups%29",
          base + "/users/bob/:send?api-version=2024-12-01&filter=%27vip%27%20in%20groups"));
}

TYPED_TEST(FanOutWithSlash, ReachesAGroupByItsNameInAPath) {
  TypeParam::ToGroups(this->MakeClient(), {"a/b"});
  TypeParam::ToGroups(this->MakeClient(), {"a/b", "c%2Fd", "e"}, ByFilter());
  const std::string base = HubUrl;
  EXPECT_THAT(this->Urls(),
              ::testing::ElementsAre(
                  base + "/groups/a%2Fb/:send?api-version=2024-12-01",
                  base + "/:send?api-version=2024-12-01&filter=%27a%252Fb%27%20in%20groups"
                         "%20or%20%27c%252Fd%27%20in%20groups%20or%20%27e%27%20in%20groups"));
}

TYPED_TEST(FanOutWithSlash, IsLoggedForGroupsByEitherStrategy) {
  TypeParam::ToGroups(this->MakeLoggingClient(), {"a/b", "c/d"});
  EXPECT_THAT(this->Log.Of("GroupWithSlash"), SizeIs(1));
  TypeParam::ToGroups(this->MakeLoggingClient(), {"e", "a/b", "c/d"}, ByFilter());
  EXPECT_THAT(this->Log.Of("GroupWithSlash"), SizeIs(2));
}

TYPED_TEST(FanOutWithSlash, RefusesWhatASendToAUserRefuses) {
  SendOptions excluded;
  excluded.Excluded = {"c"};
  ExpectRefused("options.Excluded",
                [&] { TypeParam::ToUsers(this->MakeClient(), {"a/b"}, {}, excluded); });
  WebPubSubServiceClientOptions old;
  old.ApiVersion = ServiceVersion::V2021_10_01;
  ExpectRefused("userIds (with a slash)", [&] {
    TypeParam::ToUsers(this->MakeClient(old), {"ann", "a/b"});
  });
  EXPECT_THAT(this->Urls(), IsEmpty());
}

// ---- Client access URLs

TEST_F(NamesWithSlash, AreTakenByClientAccessUrls) {
  ClientAccessOptions access;
  access.UserId = "a/b";
  access.Groups = {".", "..", "a/b", "../..", "/"};
  EXPECT_FALSE(MakeClient().GetClientAccessUri(access).empty());
  (void)MakeTokenClient().GetClientAccessUri(access);
  EXPECT_THAT(Urls().back(), HasSubstr("userId=a%2Fb&"));
  EXPECT_THAT(Urls().back(), HasSubstr("group=.&group=..&group=a%2Fb&group=..%2F..&group=%2F"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
