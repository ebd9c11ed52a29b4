// Replays rows about reliable clients: sequence ids, recovery and acknowledgements.

#include <gtest/gtest.h>

#include <map>

#include "local_service/text.hpp"
#include "recorded_response.hpp"
#include "reliable_client.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

/// The recorded frames, with the sequence id moved to the front.
json WithSequenceIdFirst(const json& recorded, Stage& stage) {
  json frames = json::array();
  for (const json& one : recorded) {
    std::string frame = one;
    const std::size_t at = frame.find(R"(,"sequenceId":)");
    if (at != std::string::npos) {
      stage.Amend("D: the sequence id of a message comes first");
      const std::string id = frame.substr(at + 1, frame.size() - at - 2);
      frame = "{" + id + "," + frame.substr(1, at - 1) + "}";
    }
    frames.push_back(frame);
  }
  return frames;
}

json Take(RecordedClient& client, std::size_t count) {
  std::vector<RecordedFrame> frames;
  for (std::size_t i = 0; i < count; ++i) {
    frames.push_back(client.Receive().value_or(RecordedFrame()));
  }
  return TextsOf(frames);
}

// Sends the three messages that each reliable client in the recording received.
void SendThree(Stage& stage) {
  stage.SendText("", "m1");
  stage.SendText("", "m2");
  EXPECT_EQ(stage.CallHub("POST", "/groups/g/:send", R"({"j":1})", "application/json").Status, 202);
}

constexpr const char* SendSelf =
    R"({"type":"sendToGroup","group":"g","dataType":"text","data":"self","ackId":1})";

using ReliableRow = void (*)(const json& observed, Stage& stage);

void ConnectedFrame(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  json frame = json::parse(stage.Connected());
  const std::string token = frame.at("reconnectionToken");
  json parts = json::array();
  for (std::size_t begin = 0, dot = token.find('.'); parts.size() < 2;
       begin = dot + 1, dot = token.find('.', begin)) {
    parts.push_back(json::parse(DecodeBase64Url(token.substr(begin, dot - begin)).value_or("")));
  }
  json& payload = parts.at(1);
  EXPECT_EQ(payload.at("aud"), client.Id);
  constexpr std::int64_t SevenDays = 7 * 24 * 60 * 60;
  EXPECT_EQ(payload.at("exp").get<std::int64_t>() - payload.at("nbf").get<std::int64_t>(),
            SevenDays);
  const json& recorded = observed.at("reconnectionToken").at(1);
  payload["nbf"] = recorded.at("nbf");
  payload["exp"] = recorded.at("exp");
  frame["reconnectionToken"] = parts;
  EXPECT_EQ(json::parse(Anonymize(frame.dump(), stage.Service.Port())), observed);
}

void ThreeMessages(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  SendThree(stage);
  EXPECT_EQ(Take(client.Client(), 3), WithSequenceIdFirst(observed, stage));
}

void OwnMessage(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  SendThree(stage);
  client.Client().SendText(SendSelf);
  Take(client.Client(), 3);
  EXPECT_EQ(Take(client.Client(), 2), WithSequenceIdFirst(observed, stage));
}

void Detached(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Abort();
  EXPECT_EQ(json::array({client.Status(), stage.CallHub("HEAD", "/users/ru").Status,
                         stage.CallHub("HEAD", "/groups/g").Status}),
            observed);
}

void RecoverWhileOpen(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  SendThree(stage);
  client.Client().SendText(SendSelf);
  client.Client().SendText(R"({"type":"sequenceAck","sequenceId":2})");
  Stage::Replies(client.Client());
  stage.SendText("", "m5");
  RecordedClient back = client.Recover();
  stage.SendText("", "m6");
  EXPECT_EQ(Take(back, 4), WithSequenceIdFirst(observed.at("newFrames"), stage));
  while (client.Client().Receive()) {
  }
  EXPECT_EQ(DescribeEnd(client.Client()), observed.at("old"));
}

void RecoverWithoutSubprotocol(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Abort();
  ExpectUpgraded(observed.at("upgrade"), client.Recover("").Response());
}

void RecoverWithOtherSubprotocol(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Abort();
  ExpectUpgraded(observed.at("upgrade"), client.Recover(JsonSubprotocol).Response());
}

void RecoverUnknown(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRejected(observed, RecoverConnection(stage, stage.ClientPath(), "unknown", client.Token));
}

void RecoverWithEmptyToken(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRejected(observed, RecoverConnection(stage, stage.ClientPath(), client.Id, ""));
}

void RecoverInOtherHub(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRejected(observed, RecoverConnection(stage, "/client/hubs/other", client.Id, client.Token));
}

void RecoverWithWrongToken(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRejected(observed,
                 RecoverConnection(stage, stage.ClientPath(), client.Id, client.Token + "AA", ""));
}

void CloseNormally(ReliableClient& client) {
  client.Client().Close(1000, "done");
  EXPECT_FALSE(client.Client().Receive());
}

void NormalClosure(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  CloseNormally(client);
  EXPECT_EQ(DescribeEnd(client.Client()), observed);
}

void RemovedAfterNormalClosure(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  CloseNormally(client);
  EXPECT_EQ(client.Status(), observed);
}

void RecoverAfterNormalClosure(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  CloseNormally(client);
  RecordedClient back = client.Recover();
  EXPECT_FALSE(back.Receive());
  EXPECT_EQ(DescribeEnd(back), observed);
}

void CloseWithOtherCode(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Client().Close(3000, "other");
  EXPECT_FALSE(client.Client().Receive());
  EXPECT_EQ(DescribeEnd(client.Client()), observed);
}

void RecoverAfterOtherCode(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Client().Close(3000, "other");
  stage.WaitUntilDetached();
  RecordedClient back = client.Recover();
  EXPECT_EQ(back.Response().Status, 101);
  EXPECT_EQ(stage.Received(back).size(), 0U);
  EXPECT_EQ(DescribeEnd(back), observed.at("closed"));
}

void TooMuchUnacknowledged(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  std::map<std::string, int> statuses;
  for (int i = 0; i < 1001; ++i) {
    ++statuses[std::to_string(stage.CallHub("POST", "/:send", "m", "text/plain").Status)];
  }
  std::size_t frames = 0;
  while (client.Client().Receive()) ++frames;
  EXPECT_EQ(json(statuses), observed.at("statuses"));
  EXPECT_EQ(frames, observed.at("frames"));
  EXPECT_EQ(DescribeEnd(client.Client()), observed.at("closed"));
  EXPECT_EQ(client.Status(), observed.at("exists"));
}

void RecoveryWindow(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Abort();
  stage.Service.AdvanceClock(std::chrono::seconds(1));
  json statuses = json::array({client.Status()});
  stage.Service.AdvanceClock(std::chrono::seconds(3));
  statuses.push_back(client.Status());
  EXPECT_EQ(statuses, observed);
}

void RecoverAfterTheWindow(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Abort();
  stage.Service.AdvanceClock(std::chrono::seconds(4));
  ExpectRejected(observed, client.Recover());
}

void InvalidMessage(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Client().SendText("x");
  EXPECT_FALSE(client.Client().Receive());
  EXPECT_EQ(DescribeEnd(client.Client()), observed);
  EXPECT_EQ(client.Status(), 404);
}

const std::map<std::string, ReliableRow>& ReliableRows() {
  static const std::map<std::string, ReliableRow> Rows = {
      {"connected frame", ConnectedFrame},
      {"three messages", ThreeMessages},
      {"own send: message has id, ack has none", OwnMessage},
      {"while detached: connection/user/group exist", Detached},
      {"recover while first socket is open: old socket", RecoverWhileOpen},
      {"recovery without offering a subprotocol", RecoverWithoutSubprotocol},
      {"recovery offering only json.webpubsub", RecoverWithOtherSubprotocol},
      {"recovery refused: unknown connection id", RecoverUnknown},
      {"recovery refused: empty token", RecoverWithEmptyToken},
      {"recovery refused: other hub", RecoverInOtherHub},
      {"recovery refused: wrong token, no subprotocol", RecoverWithWrongToken},
      {"client closes 1000", NormalClosure},
      {"after 1000: exists", RemovedAfterNormalClosure},
      {"after 1000: recovery", RecoverAfterNormalClosure},
      {"client closes 3000", CloseWithOtherCode},
      {"after 3000: recovery", RecoverAfterOtherCode},
      {"1001 messages without sequenceAck", TooMuchUnacknowledged},
      {"window (3 s set): exists at 1 s, at 3.6 s", RecoveryWindow},
      {"after window: recovery", RecoverAfterTheWindow},
      {"invalid message", InvalidMessage},
  };
  return Rows;
}

}  // namespace

void ReplayReliable(const RecordedRow& row, Amendments& amended) {
  const auto known = ReliableRows().find(row.Name);
  if (known == ReliableRows().end()) return FailUnknown(row);
  ServiceOptions options;
  options.ReliableWindow = std::chrono::seconds(3);
  Stage stage("rel", amended, options);
  known->second(row.Content.at("observed"), stage);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
