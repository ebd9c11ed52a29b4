// Connections: what they may do, how they are closed, and how reliable ones come back.

#include <gtest/gtest.h>

#include <map>

#include "local_service/text.hpp"
#include "recorded_response.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

constexpr const char* AllRoles[] = {"webpubsub.sendToGroup", "webpubsub.joinLeaveGroup"};

ClientSpec Reliable(const std::string& user, const std::vector<std::string>& groups = {}) {
  ClientSpec spec;
  spec.User = user;
  spec.Groups = groups;
  spec.Roles = AllRoles;
  spec.Subprotocol = ReliableJsonSubprotocol;
  return spec;
}

// All that comes until the connection ends.
json DescribeFarewell(RecordedClient& client) {
  std::vector<RecordedFrame> frames;
  while (auto frame = client.Receive()) frames.push_back(*std::move(frame));
  return {{"frames", TextsOf(frames)}, {"close", DescribeEnd(client)}};
}

// The way back of a reliable client.
RecordedClient Recover(const Stage& stage, const std::string& path, const std::string& id,
                       const std::string& token,
                       const std::string& subprotocol = ReliableJsonSubprotocol) {
  RecordedClient::Headers headers = {{"Host", stage.Host()}};
  if (!subprotocol.empty()) headers.emplace_back("Sec-WebSocket-Protocol", subprotocol);
  return RecordedClient(stage.Service.Port(),
                        path + "?awps_connection_id=" + id + "&awps_reconnection_token=" + token,
                        headers);
}

void ExpectUpgraded(const json& upgrade, const HttpResponse& response) {
  EXPECT_EQ(response.Status, upgrade.at("status"));
  EXPECT_EQ(response.Header("Sec-WebSocket-Protocol").value_or(""),
            upgrade.at("headers").value("Sec-WebSocket-Protocol", ""));
}

/// A reliable client, and what its hub knows of it.
class ReliableClient {
 public:
  ReliableClient(Stage& stage, const std::vector<std::string>& groups = {"g"})
      : stage_(stage), client_(stage.Connect(Reliable("ru", groups))), Id(stage.LastId()) {
    Token = json::parse(stage.Connected()).at("reconnectionToken");
  }

  RecordedClient& Client() { return client_; }
  void Cut() {
    client_.Cut();
    stage_.WaitUntilDetached();
  }
  [[nodiscard]] RecordedClient Recover(const std::string& subprotocol = ReliableJsonSubprotocol) {
    return Testing::Recover(stage_, stage_.ClientPath(), Id, Token, subprotocol);
  }
  [[nodiscard]] int Status() { return stage_.CallHub("HEAD", "/connections/" + Id).Status; }

 private:
  Stage& stage_;
  RecordedClient client_;

 public:
  const std::string Id;
  std::string Token;
};

/// The frames as recorded, but for where the sequence id stands.
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

// Sends the three messages that all of the recording's reliable client got.
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
  client.Cut();
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
  client.Cut();
  ExpectUpgraded(observed.at("upgrade"), client.Recover("").Response());
}

void RecoverWithOtherSubprotocol(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Cut();
  ExpectUpgraded(observed.at("upgrade"), client.Recover(JsonSubprotocol).Response());
}

void ExpectRefused(const json& observed, RecordedClient client) {
  ExpectUpgraded(observed.at("upgrade"), client.Response());
  EXPECT_FALSE(client.Receive());
  EXPECT_EQ(DescribeEnd(client), observed.at("close"));
}

void RecoverUnknown(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRefused(observed, Recover(stage, stage.ClientPath(), "unknown", client.Token));
}

void RecoverWithEmptyToken(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRefused(observed, Recover(stage, stage.ClientPath(), client.Id, ""));
}

void RecoverInOtherHub(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRefused(observed, Recover(stage, "/client/hubs/other", client.Id, client.Token));
}

void RecoverWithWrongToken(const json& observed, Stage& stage) {
  const ReliableClient client(stage);
  ExpectRefused(observed, Recover(stage, stage.ClientPath(), client.Id, client.Token + "AA", ""));
}

void SayGoodBye(ReliableClient& client) {
  client.Client().Close(1000, "done");
  EXPECT_FALSE(client.Client().Receive());
}

void GoodBye(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  SayGoodBye(client);
  EXPECT_EQ(DescribeEnd(client.Client()), observed);
}

void GoneAfterGoodBye(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  SayGoodBye(client);
  EXPECT_EQ(client.Status(), observed);
}

void RecoverAfterGoodBye(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  SayGoodBye(client);
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

void Window(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Cut();
  stage.Service.AdvanceClock(std::chrono::seconds(1));
  json statuses = json::array({client.Status()});
  stage.Service.AdvanceClock(std::chrono::seconds(3));
  statuses.push_back(client.Status());
  EXPECT_EQ(statuses, observed);
}

void RecoverAfterWindow(const json& observed, Stage& stage) {
  ReliableClient client(stage);
  client.Cut();
  stage.Service.AdvanceClock(std::chrono::seconds(4));
  ExpectRefused(observed, client.Recover());
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
      {"client closes 1000", GoodBye},
      {"after 1000: exists", GoneAfterGoodBye},
      {"after 1000: recovery", RecoverAfterGoodBye},
      {"client closes 3000", CloseWithOtherCode},
      {"after 3000: recovery", RecoverAfterOtherCode},
      {"1001 messages without sequenceAck", TooMuchUnacknowledged},
      {"window (3 s set): exists at 1 s, at 3.6 s", Window},
      {"after window: recovery", RecoverAfterWindow},
      {"invalid message", InvalidMessage},
  };
  return Rows;
}

// Closing

void ReplayCloseAll(const RecordedRow& row, Stage& stage) {
  ClientSpec spec;
  RecordedClient raw = stage.Connect(spec);
  spec.Subprotocol = JsonSubprotocol;
  RecordedClient subprotocol = stage.Connect(spec);
  RecordedClient reliable = stage.Connect(Reliable(""));
  stage.Replay(row);
  EXPECT_EQ((json{{"json", DescribeFarewell(subprotocol)},
                  {"raw", DescribeFarewell(raw)},
                  {"reliable", DescribeFarewell(reliable)}}),
            row.Content.at("observed"));
}

void ReplayCloseUser(const RecordedRow& row, Stage& stage) {
  ClientSpec spec;
  spec.User = "cu";
  spec.Subprotocol = JsonSubprotocol;
  RecordedClient other = stage.Connect(spec);
  RecordedClient excluded = stage.Connect(spec);
  stage.Values["<id>"] = stage.LastId();
  stage.Replay(row);
  const json stays = {{"frames", TextsOf(stage.Received(excluded))},
                      {"close", DescribeEnd(excluded)}};
  EXPECT_EQ((json{{"excluded", stays}, {"other", DescribeFarewell(other)}}),
            row.Content.at("observed"));
}

void ReplayCloseGroup(const RecordedRow& row, Stage& stage) {
  ClientSpec spec;
  spec.Groups = {"cg"};
  spec.Subprotocol = JsonSubprotocol;
  RecordedClient client = stage.Connect(spec);
  stage.Replay(row);
  EXPECT_EQ(DescribeFarewell(client), row.Content.at("observed"));
}

void ReplayCloseDetached(const RecordedRow& row, Stage& stage) {
  ReliableClient client(stage);
  client.Cut();
  stage.Values["<id>"] = client.Id;
  if (row.Name == "detached reliable: exists before close") return stage.Replay(row);
  EXPECT_EQ(stage.CallHub("DELETE", "/connections/" + client.Id).Status, 204);
  if (row.Name == "detached reliable: exists after close") return stage.Replay(row);
  const json& observed = row.Content.at("observed");
  ExpectRefused({{"upgrade", observed.at("open")}, {"close", observed.at("close")}},
                client.Recover());
}

// Permissions

/// What was done before a row: `PUT sendToGroup a`, or a message of the client.
const std::map<std::string, std::vector<std::string>>& DoneBefore() {
  // By the number of the row, for many have one name.
  static const std::map<std::string, std::vector<std::string>> Rows = {
      {"425", {"PUT sendToGroup a"}},
      {"426", {"PUT sendToGroup a"}},
      {"427", {"PUT sendToGroup a"}},
      {"428", {"PUT sendToGroup a", "DELETE sendToGroup a"}},
      {"429", {"PUT sendToGroup a", "DELETE sendToGroup a"}},
      {"431", {"DELETE sendToGroup wx", "PUT sendToGroup wx"}},
      {"432", {"DELETE sendToGroup wx", "PUT sendToGroup wx"}},
      {"434", {"PUT joinLeaveGroup j"}},
      {"435", {"PUT joinLeaveGroup j", "join j"}},
      {"436", {"PUT joinLeaveGroup j", "join j", "DELETE joinLeaveGroup j"}},
      {"437", {"PUT joinLeaveGroup j", "join j", "DELETE joinLeaveGroup j"}},
      {"449", {"1000 literals", "DELETE joinLeaveGroup g0"}},
  };
  return Rows;
}

/// A client without permissions but for a pattern, and those that it gets.
class PermittedClient {
 public:
  explicit PermittedClient(Stage& stage) : stage_(stage), client_(stage.Connect(Spec())) {
    stage.Values["<id>"] = stage.LastId();
  }

  void Do(const std::string& step) {
    if (step == "1000 literals") return FillUp();
    if (step == "join j") {
      EXPECT_EQ(Say("joinGroup", "j", 1).at("success"), true);
      return;
    }
    const std::size_t first = step.find(' ');
    const std::size_t second = step.find(' ', first + 1);
    EXPECT_LE(Change(step.substr(0, first), step.substr(first + 1, second - first - 1),
                     step.substr(second + 1))
                  .Status,
              204);
  }
  void FillUp() {
    for (int i = 0; i < 1000; ++i) {
      EXPECT_EQ(Change("PUT", "joinLeaveGroup", "g" + std::to_string(i)).Status, 200);
    }
  }
  HttpResponse Change(const std::string& method, const std::string& permission,
                      const std::string& group) {
    return stage_.CallHub(method, "/permissions/" + permission + "/connections/" +
                                      stage_.Values.at("<id>") + "?targetName=" + group);
  }
  /// The acknowledgement.
  json Say(const std::string& type, const std::string& group, int ackId) {
    return json::parse(Ask(type, group, ackId));
  }
  std::string Ask(const std::string& type, const std::string& group, int ackId) {
    client_.SendText(json{{"type", type}, {"group", group}, {"data", 1}, {"ackId", ackId}}.dump());
    return client_.Receive().value_or(RecordedFrame()).Data;
  }

 private:
  static ClientSpec Spec() {
    ClientSpec spec;
    spec.Roles = {"webpubsub.sendToGroups.w*"};
    spec.Subprotocol = JsonSubprotocol;
    return spec;
  }

  Stage& stage_;
  RecordedClient client_;
};

}  // namespace

void ReplayClose(const RecordedRow& row, Amendments& amended) {
  Stage stage("cl", amended);
  if (row.Name.rfind("closeAll", 0) == 0) return ReplayCloseAll(row, stage);
  if (row.Name.rfind("closeUser", 0) == 0) return ReplayCloseUser(row, stage);
  if (row.Name.rfind("closeGroup", 0) == 0) return ReplayCloseGroup(row, stage);
  ReplayCloseDetached(row, stage);
}

void ReplayPermission(const RecordedRow& row, Amendments& amended) {
  Stage stage("pm", amended);
  PermittedClient client(stage);
  const auto before = DoneBefore().find(std::to_string(row.Number));
  if (before != DoneBefore().end()) {
    for (const std::string& step : before->second) client.Do(step);
  }
  if (row.Content.contains("request")) return stage.Replay(row);
  const json& observed = row.Content.at("observed");
  if (observed.is_boolean()) {
    const bool isPattern = row.Name.find("wx") != std::string::npos;
    EXPECT_EQ(client.Say("sendToGroup", isPattern ? "wx" : "a", 1).at("success"), observed);
  } else if (row.Name == "join j") {
    EXPECT_EQ(json::array({client.Ask("joinGroup", "j", 7)}), observed);
  } else if (row.Name == "leave j after revoke") {
    EXPECT_EQ(json::array({client.Ask("leaveGroup", "j", 8)}), observed);
  } else if (row.Name == "literal limit reached at grant number 1000") {
    client.FillUp();
    stage.Expect(observed, "PUT", client.Change("PUT", "joinLeaveGroup", "g1000"));
  } else {
    FailUnknown(row);
  }
}

void ReplayReliable(const RecordedRow& row, Amendments& amended) {
  const auto known = ReliableRows().find(row.Name);
  if (known == ReliableRows().end()) return FailUnknown(row);
  ServiceOptions options;
  options.ReliableWindow = std::chrono::seconds(3);
  Stage stage("rel", amended, options);
  known->second(row.Content.at("observed"), stage);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
