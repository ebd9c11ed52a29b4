// Replays rows about clients: messages and replies.

#include <gtest/gtest.h>

#include "local_service/text.hpp"
#include "recorded_response.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

constexpr const char* AllRoles[] = {"webpubsub.sendToGroup", "webpubsub.joinLeaveGroup"};
constexpr std::size_t OverAMebibyte = 1024 * 1024 + 1;

json DescribePeer(const std::vector<RecordedFrame>& frames) {
  json described = json::array();
  for (const RecordedFrame& frame : frames) {
    if (frame.Type == RecordedFrame::Kind::Binary) {
      described.push_back({{"binary", EncodeBase64(frame.Data)}});
    } else {
      described.push_back(frame.Data);
    }
  }
  return described;
}

ClientSpec Json(const std::string& user, const json& roles) {
  ClientSpec spec;
  spec.User = user;
  spec.Roles = roles;
  spec.Subprotocol = JsonSubprotocol;
  return spec;
}

// The messages of clients without permissions.
const std::map<std::string, std::string>& ForbiddenMessages() {
  static const std::map<std::string, std::string> Rows = {
      {"joinGroup without permission", R"({"type":"joinGroup","group":"o'g","ackId":1})"},
      {"leaveGroup without permission", R"({"type":"leaveGroup","group":"o'g","ackId":1})"},
      {"leaveGroup without permission, no ackId", R"({"type":"leaveGroup","group":"o'g"})"},
      {"sendToGroup without permission",
       R"({"type":"sendToGroup","group":"o'g","data":1,"ackId":1})"},
      {"sendToGroup without permission, no ackId",
       R"({"type":"sendToGroup","group":"o'g","data":1})"},
  };
  return Rows;
}

// The message that the client sent before with the same acknowledgement id.
std::string PreviousMessage(const RecordedRow& row) {
  if (row.Name == "same ackId again") return R"({"type":"joinGroup","group":"g","ackId":1})";
  if (row.Name == "duplicate had no effect: group h exists") {
    return R"({"type":"joinGroup","group":"g","ackId":1})";
  }
  if (row.Name == "event, no handler, same ackId (failure not remembered)") {
    return R"({"type":"event","event":"e1","dataType":"text","data":"x","ackId":14})";
  }
  return {};
}

void ReplayExchange(const RecordedRow& row, Stage& stage) {
  ClientSpec member = Json("ju", AllRoles);
  member.Groups = {"g"};
  RecordedClient client = stage.Connect(member);
  member.User = "peer";
  RecordedClient peer = stage.Connect(member);
  member.Subprotocol.clear();
  RecordedClient rawPeer = stage.Connect(member);
  const std::string before = PreviousMessage(row);
  if (!before.empty()) client.SendText(before);
  Stage::Replies(client);

  const json& observed = row.Content.at("observed");
  if (!observed.is_object()) {
    client.SendText(R"({"type":"joinGroup","group":"h","ackId":1})");
    Stage::Replies(client);
    EXPECT_EQ(stage.CallHub("HEAD", "/groups/h").Status, observed);
    return;
  }
  const json& sent = observed.at("sent");
  client.SendText(sent.is_string() ? sent.get<std::string>() : sent.dump());
  EXPECT_EQ(TextsOf(Stage::Replies(client)), observed.at("got"));
  EXPECT_EQ(TextsOf(stage.Received(peer)), observed.at("peer"));
  EXPECT_EQ(DescribePeer(stage.Received(rawPeer)), observed.at("rawPeer"));
}

std::string BadMessage(const RecordedRow& row) {
  if (row.Name == "frame over 1 MiB") return std::string(OverAMebibyte, ' ');
  const bool isCut = row.Name.find("\u2026") != std::string::npos;
  return isCut ? R"({"type":"joinGroup","group":")" + std::string(1025, 'g') + R"("})" : row.Name;
}

/// An action on a raw client, and additional parameters for the client's URL.
struct RawRow {
  void (*Act)(RecordedClient& client, Stage& stage);
  const char* Query = "";
};

const std::map<std::string, RawRow>& RawRows() {
  static const auto SendJson = [](Stage& stage, const std::string& body) {
    EXPECT_EQ(stage.CallHub("POST", "/:send", body, "application/json").Status, 202);
  };
  static const std::map<std::string, RawRow> Rows = {
      {"frames after connect (none expected)", {[](RecordedClient&, Stage&) {}}},
      {"REST text", {[](RecordedClient&, Stage& stage) { stage.SendText("", "txt"); }}},
      {"REST json", {[](RecordedClient&, Stage& stage) { SendJson(stage, R"({"a": 1})"); }}},
      {"REST json string", {[](RecordedClient&, Stage& stage) { SendJson(stage, R"("s")"); }}},
      {"text frame, no handler",
       {[](RecordedClient& client, Stage&) { client.SendText("an event"); }}},
      {"mode sendEvent, no handler",
       {[](RecordedClient& client, Stage&) { client.SendText("an event"); },
        "&webpubsub_mode=sendEvent"}},
      {"sendToGroup without permission",
       {[](RecordedClient& client, Stage&) { client.SendText("a message"); },
        "&webpubsub_mode=sendToGroup&group=g"}},
      {"1 MiB + 1 frame",
       {[](RecordedClient& client, Stage&) { client.SendText(std::string(OverAMebibyte, 'a')); }}},
      {"client closes 1000 bye",
       {[](RecordedClient& client, Stage&) { client.Close(1000, "bye"); }}},
      {"client closes 3001 own",
       {[](RecordedClient& client, Stage&) { client.Close(3001, "own"); }}},
  };
  return Rows;
}

}  // namespace

void ReplayRawClient(const RecordedRow& row, Amendments& amended) {
  Stage stage("raw", amended);
  const json& observed = row.Content.at("observed");
  if (row.Name.rfind("websocket ping", 0) == 0) {
    RecordedClient client = stage.Connect();
    client.SendPing("x");
    const auto pong = client.Receive().value_or(RecordedFrame());
    EXPECT_EQ(pong.Type, RecordedFrame::Kind::Pong);
    EXPECT_EQ(json::array({"pong " + pong.Data}), observed);
    return;
  }
  const auto known = RawRows().find(row.Name);
  if (known == RawRows().end()) return FailUnknown(row);
  ClientSpec spec;
  spec.Query = known->second.Query;
  RecordedClient client = stage.Connect(spec);
  known->second.Act(client, stage);
  if (observed.is_array()) {
    EXPECT_EQ(TextsOf(stage.Received(client)), observed);
  } else {
    EXPECT_FALSE(client.Receive());
    EXPECT_EQ(DescribeEnd(client), observed);
  }
}

void ReplayJsonClient(const RecordedRow& row, Amendments& amended) {
  Stage stage("js", amended);
  const json& observed = row.Content.at("observed");
  if (row.Name == "connected frame") {
    stage.Connect(Json("ju", json::array()));
    EXPECT_EQ(json::parse(Anonymize(stage.Connected(), stage.Service.Port())), observed);
    return;
  }
  const auto forbidden = ForbiddenMessages().find(row.Name);
  if (forbidden == ForbiddenMessages().end()) return ReplayExchange(row, stage);
  RecordedClient client = stage.Connect(Json("ju", json::array()));
  client.SendText(forbidden->second);
  EXPECT_EQ(TextsOf(Stage::Replies(client)), observed);
}

void ReplayBadJson(const RecordedRow& row, Amendments& amended) {
  Stage stage("js", amended);
  RecordedClient client = stage.Connect(Json("ju", AllRoles));
  client.SendText(BadMessage(row));
  const json& observed = row.Content.at("observed");
  EXPECT_FALSE(client.Receive());
  EXPECT_EQ(DescribeEnd(client), observed.contains("closed") ? observed.at("closed") : observed);
}

void ReplayRole(const RecordedRow& row, Amendments& amended) {
  Stage stage("roles", amended);
  RecordedClient client = stage.Connect(Json("", json::parse(row.Name)));
  int ackId = 0;
  for (const auto& [group, isAllowed] : row.Content.at("observed").items()) {
    client.SendText(
        json{{"type", "sendToGroup"}, {"group", group}, {"data", 1}, {"ackId", ++ackId}}.dump());
    const auto ack = json::parse(client.Receive().value_or(RecordedFrame()).Data);
    EXPECT_EQ(ack.at("success"), isAllowed) << group;
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
