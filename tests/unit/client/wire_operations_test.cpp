#include <nlohmann/json.hpp>

#include <sstream>

#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Permission = WebPubSubPermission;
using Texts = std::vector<std::string>;

const std::string Nasty = "a b/c+d%e?f#g&h=i";
const std::string Unicode = "grüße-日本-😀";
const std::string Punctuation = "!*'();:@$,[]~-_.";

const std::vector<unsigned char> FiveBytes = {0x00, 0x01, 0x02, 0xfe, 0xff};

constexpr const char* EmptyTexts = "an empty optional text is left out (API.md)";
constexpr const char* NoNull = "C++ has no null strings";

SendOptions Sent(Texts excluded, ClientConnectionFilter filter = {}) {
  SendOptions options;
  options.Excluded = std::move(excluded);
  options.Filter = std::move(filter);
  return options;
}

CloseOptions Closed(Texts excluded, std::string reason) {
  CloseOptions options;
  options.Excluded = std::move(excluded);
  options.Reason = std::move(reason);
  return options;
}

std::vector<WireCase> SendCases() {
  return {
      Runs("sendToAll.text.async",
           [](WireCall& c) { return c.Client().SendToAll("Hello World!"); }),
      Runs("sendToAll.text.unicode",
           [](WireCall& c) { return c.Client().SendToAll("héllo 日本 😀"); }),
      Runs("sendToAll.text.empty", [](WireCall& c) { return c.Client().SendToAll(""); }),
      Runs("sendToAll.string.octet",
           [](WireCall& c) {
             return c.Client().SendToAll(RequestContent("raw", "application/octet-stream"));
           }),
      Runs("sendToAll.string.customct",
           [](WireCall& c) {
             return c.Client().SendToAll(RequestContent("x", "text/plain; charset=utf-8"));
           }),
      Runs("sendToAll.json.object",
           [](WireCall& c) {
             const nlohmann::ordered_json value = {{"Foo", "Hello World!"}, {"Bar", 42}};
             return c.Client().SendToAll(RequestContent::Json(value));
           }),
      Runs("sendToAll.binary.stream",
           [](WireCall& c) {
             std::istringstream stream(std::string(FiveBytes.begin(), FiveBytes.end()));
             return c.Client().SendToAll(RequestContent::FromStream(stream));
           }),
      Runs("sendToAll.binary.bytes",
           [](WireCall& c) { return c.Client().SendToAll(RequestContent::Binary(FiveBytes)); }),
      Runs("sendToAll.binary.empty",
           [](WireCall& c) {
             return c.Client().SendToAll(RequestContent::Binary(std::vector<char>()));
           }),
      Runs("sendToAll.excluded.filter",
           [](WireCall& c) {
             return c.Client().SendToAll("m", Sent({"conn1", "conn 2/+"}, "userId eq 'a b'"));
           }),
      Runs("sendToAll.excluded.empty",
           [](WireCall& c) { return c.Client().SendToAll("m", Sent({})); }),
      // An empty id isn't an optional text but a mistake.
      RunsWith("sendToAll.excluded.nulls", {{"excluded=&excluded=&", ""}, {"&filter=", ""}},
               EmptyTexts,
               [](WireCall& c) {
                 Refused("options.Excluded", [](WireCall& d) {
                   d.Client().SendToAll("m", Sent({"", "x", "x"}, ""));
                 })(c);
                 return c.Client().SendToAll("m", Sent({"x", "x"}, ""));
               }),
      Runs("sendToGroup.text", [](WireCall& c) { return c.Client().SendToGroup("group1", "hi"); }),
      Runs("sendToGroup.nasty", [](WireCall& c) { return c.Client().SendToGroup(Nasty, "hi"); }),
      Runs("sendToUser.text", [](WireCall& c) { return c.Client().SendToUser("user1", "hi"); }),
      Runs("sendToUser.full",
           [](WireCall& c) {
             return c.Client().SendToUser("user1", RequestContent::Binary("\1\2\3", 3),
                                          Sent({}, "'g' in groups"));
           }),
      Runs("sendToUser.nasty", [](WireCall& c) { return c.Client().SendToUser(Unicode, "hi"); }),
      Runs("sendToConnection.text",
           [](WireCall& c) { return c.Client().SendToConnection("conn1", "hi"); }),
      Runs("sendToConnection.json",
           [](WireCall& c) {
             return c.Client().SendToConnection("conn1", RequestContent::Json(R"({"a":1})"));
           }),
      Differs("sendToConnection.nasty", "a slash is refused where the service doesn't decode it",
              Refused("connectionId",
                      [](WireCall& c) { return c.Client().SendToConnection(Nasty, "hi"); })),
  };
}

std::vector<WireCase> CloseCases() {
  return {
      Runs("closeAll.full",
           [](WireCall& c) {
             return c.Client().CloseAllConnections(Closed({"c1", "c 2"}, "bye & thanks+1"));
           }),
      RunsWith("closeAll.emptyreason", {{"reason=&", ""}}, EmptyTexts,
               [](WireCall& c) { return c.Client().CloseAllConnections(Closed({}, "")); }),
      Runs("closeGroup.plain",
           [](WireCall& c) { return c.Client().CloseGroupConnections("group1"); }),
      Runs("closeUser.plain", [](WireCall& c) { return c.Client().CloseUserConnections("user1"); }),
      Runs("closeConnection.plain",
           [](WireCall& c) { return c.Client().CloseConnection("conn1"); }),
  };
}

std::vector<WireCase> ExistsCases() {
  const auto connection = [](WireCall& c) { return c.Client().ConnectionExists("conn1"); };
  const auto group = [](WireCall& c) { return c.Client().GroupExists("group1"); };
  const auto user = [](WireCall& c) { return c.Client().UserExists("user1"); };
  return {
      Runs("connectionExists", connection),
      Runs("connectionExists.404", connection),
      Runs("groupExists", group),
      Runs("groupExists.404", group),
      Runs("userExists", user),
      Runs("userExists.404", user),
  };
}

std::vector<WireCase> PermissionCases() {
  return {
      Runs(
          "grant.sendToGroup",
          [](WireCall& c) { return c.Client().GrantPermission(Permission::SendToGroup, "conn1"); }),
      Runs("grant.sendToGroup.target",
           [](WireCall& c) {
             return c.Client().GrantPermission(Permission::SendToGroup, "conn1", "group 1/x");
           }),
      Runs("revoke.sendToGroup",
           [](WireCall& c) {
             return c.Client().RevokePermission(Permission::SendToGroup, "conn1");
           }),
      Runs(
          "check.sendToGroup",
          [](WireCall& c) { return c.Client().CheckPermission(Permission::SendToGroup, "conn1"); }),
      Runs("grant.joinLeaveGroup",
           [](WireCall& c) {
             return c.Client().GrantPermission(Permission::JoinLeaveGroup, "conn1");
           }),
      Runs("grant.joinLeaveGroup.target",
           [](WireCall& c) {
             return c.Client().GrantPermission(Permission::JoinLeaveGroup, "conn1", "group 1/x");
           }),
      Runs("revoke.joinLeaveGroup",
           [](WireCall& c) {
             return c.Client().RevokePermission(Permission::JoinLeaveGroup, "conn1");
           }),
      Runs("revoke.joinLeaveGroup.target",
           [](WireCall& c) {
             return c.Client().RevokePermission(Permission::JoinLeaveGroup, "conn1", "group1");
           }),
  };
}

std::vector<WireCase> GroupCases() {
  return {
      Runs("addConnectionToGroup",
           [](WireCall& c) { return c.Client().AddConnectionToGroup("group1", "conn1"); }),
      Runs("addConnectionToGroup.nasty",
           [](WireCall& c) { return c.Client().AddConnectionToGroup(Nasty, Punctuation); }),
      Runs("removeConnectionFromAllGroups",
           [](WireCall& c) { return c.Client().RemoveConnectionFromAllGroups("conn1"); }),
      Runs("addUserToGroup",
           [](WireCall& c) { return c.Client().AddUserToGroup("group1", "user1"); }),
      Runs("addUserToGroup.nasty",
           [](WireCall& c) { return c.Client().AddUserToGroup(Nasty, Unicode); }),
      Runs("removeUserFromGroup",
           [](WireCall& c) { return c.Client().RemoveUserFromGroup("group1", "user1"); }),
      Runs("removeUserFromAllGroups",
           [](WireCall& c) { return c.Client().RemoveUserFromAllGroups("user1"); }),
      Runs("addConnectionsToGroups",
           [](WireCall& c) {
             return c.Client().AddConnectionsToGroups({"g1", "g 2"}, "userId eq 'a'");
           }),
      Runs("addConnectionsToGroups.escaping",
           [](WireCall& c) {
             return c.Client().AddConnectionsToGroups(
                 {Unicode, Nasty, "q\"'"}, ClientConnectionFilter::Create("userId eq {}", Unicode));
           }),
      Differs(
          "addConnectionsToGroups.empty",
          "an empty list of groups is refused, and only AllConnections() selects the whole hub",
          [](WireCall& c) {
            Refused("groups", [](WireCall& d) { d.Client().AddConnectionsToGroups({}, "x"); })(c);
            Refused("filter", [](WireCall& d) { d.Client().AddConnectionsToGroups({"g"}, ""); })(c);
          }),
      DotNetOnly(
          "addConnectionsToGroups.nullitem", NoNull,
          Refused("groups", [](WireCall& c) { c.Client().AddConnectionsToGroups({""}, "x"); })),
      Runs("removeConnectionsFromGroups.nofilter",
           [](WireCall& c) {
             return c.Client().RemoveConnectionsFromGroups(
                 {"g1"}, ClientConnectionFilter::AllConnections());
           }),
  };
}

class WireOperations : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireOperations, MatchDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireOperations, ::testing::ValuesIn(WireOperationCases()),
                         WireTestName);

}  // namespace

std::vector<WireCase> WireOperationCases() {
  std::vector<WireCase> all;
  for (const auto& cases :
       {SendCases(), CloseCases(), ExistsCases(), PermissionCases(), GroupCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
