#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local_service/permissions.hpp"
#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* AllRoles[] = {"webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"};

RecordingChannel& ConnectWithAllRoles(ServiceBench& service, const std::string& id = "c1") {
  return service.Connect(id, "ann", ClientProtocol::Json, {}, {AllRoles[0], AllRoles[1]});
}

TEST(JsonClient, SendsToAGroupAndReceivesItsOwnMessageBeforeTheAck) {
  ServiceBench service;
  auto& client = ConnectWithAllRoles(service);
  auto& other = service.Connect("c2", {}, ClientProtocol::Raw, {"g"});
  service.ReceiveFrom("c1", R"({"type":"joinGroup","group":"g"})");
  service.ReceiveFrom(
      "c1", R"({"type":"sendToGroup","group":"g","dataType":"text","data":"hi","ackId":7})");
  service.ReceiveFrom("c1",
                      R"({"type":"sendToGroup","group":"g","data":{ "a": 1.0 },"noEcho":true})");
  service.ReceiveFrom(
      "c1",
      R"({"type":"SENDTOGROUP","group":"g","dataType":"Binary","data":"AP8=","noEcho":true})");
  EXPECT_THAT(client.Frames,
              ElementsAre(R"({"type":"message","from":"group","group":"g","fromUserId":"ann",)"
                          R"("dataType":"text","data":"hi"})",
                          R"({"type":"ack","ackId":7,"success":true})"));
  EXPECT_THAT(other.Frames, ElementsAre("hi", R"({ "a": 1.0 })", std::string("binary:\0\xff", 9)));
}

TEST(JsonClient, LeavesAGroup) {
  ServiceBench service;
  auto& client = ConnectWithAllRoles(service);
  service.ReceiveFrom("c1", R"({"type":"joinGroup","group":"g"})");
  service.ReceiveFrom("c1", R"({"type":"leaveGroup","group":"g","ackId":18446744073709551615})");
  EXPECT_THAT(client.Frames,
              ElementsAre(R"({"type":"ack","ackId":18446744073709551615,"success":true})"));
  EXPECT_THAT(service.Chat().Find("c1")->Groups, IsEmpty());
}

TEST(JsonClient, ReceivesAPongAndNoReplyToASequenceAck) {
  ServiceBench service;
  auto& client = ConnectWithAllRoles(service);
  EXPECT_TRUE(service.ReceiveFrom("c1", R"({"type":"ping"})"));
  EXPECT_TRUE(service.ReceiveFrom("c1", R"({"type":"sequenceAck","sequenceId":7})"));
  EXPECT_THAT(client.Frames, ElementsAre(R"({"type":"pong"})"));
}

TEST(JsonClient, ReceivesAFailedAckForAnEvent) {
  ServiceBench service;
  auto& client = ConnectWithAllRoles(service);
  EXPECT_TRUE(service.ReceiveFrom(
      "c1", R"({"type":"event","event":"e","dataType":"text","data":"x","ackId":14})"));
  EXPECT_THAT(
      client.Frames,
      ElementsAre(
          R"({"type":"ack","ackId":14,"success":false,"error":{"name":"InternalServerError",)"
          R"("message":"Internal server error"}})"));
}

TEST(JsonClient, CanReuseAnAckIdAfterAFailure) {
  ServiceBench service;
  auto& client = service.Connect("c1");
  service.ReceiveFrom("c1", R"({"type":"joinGroup","group":"g","ackId":1})");
  service.Chat().Find("c1")->Allowed.Set(Permission::JoinLeaveGroup, "g", true);
  service.ReceiveFrom("c1", R"({"type":"joinGroup","group":"g","ackId":1})");
  EXPECT_EQ(client.Frames.back(), R"({"type":"ack","ackId":1,"success":true})");
}

class InvalidJsonMessage : public testing::TestWithParam<std::string> {};

TEST_P(InvalidJsonMessage, IsRejectedWithoutAReply) {
  ServiceBench service;
  auto& client = ConnectWithAllRoles(service);
  EXPECT_FALSE(service.ReceiveFrom("c1", GetParam()));
  EXPECT_THAT(client.Frames, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, InvalidJsonMessage,
    testing::Values("", "nonsense", "[]", "{}", R"({"type":1})", R"({"type":"invoke"})",
                    R"({"type":"joinGroup"})", R"({"type":"joinGroup","group":" "})",
                    R"({"type":"joinGroup","group":"g","ackId":"1"})",
                    R"({"type":"joinGroup","group":"g","ackId":-1})",
                    R"({"type":"joinGroup","group":"g","ackId":1.5})",
                    R"({"type":"joinGroup","group":"g","ackId":18446744073709551616})",
                    R"({"type":"joinGroup","group":"g"} x)", "\xef\xbb\xbf{\"type\":\"ping\"}",
                    R"({"type":"sendToGroup","group":"g"})",
                    R"({"type":"sendToGroup","group":"g","data":null})",
                    R"({"type":"sendToGroup","group":"g","dataType":null,"data":1})",
                    R"({"type":"sendToGroup","group":"g","dataType":"protobuf","data":"x"})",
                    R"({"type":"sendToGroup","group":"g","dataType":"text","data":1})",
                    R"({"type":"sendToGroup","group":"g","dataType":"binary","data":"?"})",
                    R"({"type":"sendToGroup","group":"g","data":1,"noEcho":null})",
                    R"({"type":"sendToGroup","group":"g","data":1,"ttlSeconds":301})",
                    R"({"type":"sendToGroup","group":"g","data":1,"metadata":{"k":1}})",
                    R"({"type":"event","event":"1e","data":1})", R"({"type":"sequenceAck"})"));

struct PatternCase {
  std::string Pattern;
  std::string Name;
  bool Matches;
};

TEST(RolePatterns, MatchAsDocumented) {
  for (const PatternCase& row :
       {PatternCase{"room?", "room1", true}, PatternCase{"room?", "room.", false},
        PatternCase{"room?", "room", false}, PatternCase{"room*", "room", true},
        PatternCase{"room*", "room12", true}, PatternCase{"room*", "room.1", false},
        PatternCase{"room**", "room.1", true}, PatternCase{"*.a", "b.a", true},
        PatternCase{"*.a", "c.b.a", false}, PatternCase{"**.a", "c.b.a", true},
        PatternCase{"a\\*", "a*", true}, PatternCase{"a\\*", "ab", false},
        PatternCase{"Room*", "room1", false}}) {
    EXPECT_EQ(MatchesPattern(row.Pattern, row.Name), row.Matches) << row.Pattern << " " << row.Name;
  }
}

TEST(Roles, CountOnlyWithTheirFirstNinePatterns) {
  std::vector<std::string> roles;
  // Their order in the token doesn't matter.
  for (const char* name : {"l", "k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a"}) {
    roles.push_back(std::string("webpubsub.sendToGroups.") + name + '*');
    roles.push_back(std::string("webpubsub.joinLeaveGroup.") + name);
  }
  const Permissions allowed(roles);
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "i"}) {
    EXPECT_TRUE(allowed.Allows(Permission::SendToGroup, name)) << name;
  }
  for (const char* name : {"j", "k", "l"}) {
    EXPECT_FALSE(allowed.Allows(Permission::SendToGroup, name)) << name;
    EXPECT_TRUE(allowed.Allows(Permission::JoinLeaveGroup, name)) << name;
  }
}

TEST(Roles, GrantTheirPermissions) {
  const Permissions allowed({"webpubsub.sendToGroup.literal", "webpubsub.sendToGroups.p*",
                             "webpubsub.sendToGroup.", "webpubsub.joinLeaveGroup", "unknown",
                             "webpubsub.sendToGroups.*a*b*c*d*e*f"});
  EXPECT_TRUE(allowed.Allows(Permission::SendToGroup, "literal"));
  EXPECT_TRUE(allowed.Allows(Permission::SendToGroup, "pattern"));
  EXPECT_FALSE(allowed.Allows(Permission::SendToGroup, "other"));
  EXPECT_FALSE(allowed.Allows(Permission::SendToGroup, "1a2b3c4d5e6f"));
  EXPECT_TRUE(allowed.Allows(Permission::JoinLeaveGroup, "anything"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
