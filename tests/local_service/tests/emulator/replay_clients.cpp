// Clients: how they shake hands, what they say and what they are told.

#include <gtest/gtest.h>

#include <functional>

#include "local_service/text.hpp"
#include "recorded_response.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

constexpr const char* AllRoles[] = {"webpubsub.sendToGroup", "webpubsub.joinLeaveGroup"};
constexpr std::size_t OverAMebibyte = 1024 * 1024 + 1;

std::int64_t SecondsFromNow(int seconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count() + seconds;
}

/// What a handshake sends.
struct Handshake {
  std::string Path = "/client/hubs/hs";
  json Claims = json::object();
  /// More of the query.
  std::string Query;
  std::string Subprotocol;
  RecordedClient::Headers Headers;
  /// In place of the one that is made of the claims; empty: none.
  std::optional<std::string> Token;
  bool IsTokenInHeader = false;
};

using Change = std::function<void(Handshake&, const Stage&)>;

void Nothing(Handshake&, const Stage&) {}

Change Offer(const std::string& subprotocols) {
  return [=](Handshake& one, const Stage&) { one.Subprotocol = subprotocols; };
}
Change Claim(const std::string& name, const json& value) {
  return [=](Handshake& one, const Stage&) { one.Claims[name] = value; };
}
Change Ask(const std::string& query) {
  return [=](Handshake& one, const Stage&) { one.Query = query; };
}
Change Show(const std::string& token) {
  return [=](Handshake& one, const Stage&) { one.Token = token; };
}

const std::map<std::string, Change>& Handshakes() {
  static const std::map<std::string, Change> Rows = {
      {"no subprotocol", Nothing},
      {"json", Claim("sub", "u")},
      {"json, no user", Nothing},
      {"two offered: json, reliable",
       Offer("json.webpubsub.azure.v1, json.reliable.webpubsub.azure.v1")},
      {"offered: unknown, json", Offer("unknown, json.webpubsub.azure.v1")},
      {"json in upper case", Offer("JSON.webpubsub.azure.v1")},
      {"no token, json", Show("")},
      {"garbage token", Show("garbage")},
      {"wrong key",
       [](Handshake& one, const Stage& stage) { one.Token = stage.TokenFor(one.Path) + "AA"; }},
      {"expired 60 s ago", Claim("exp", SecondsFromNow(-60))},
      {"no exp",
       [](Handshake& one, const Stage& stage) {
         one.Token = stage.Token({{"aud", "http://" + stage.Host() + one.Path}});
       }},
      {"nbf 310 s ahead", Claim("nbf", SecondsFromNow(310))},
      {"aud other hub",
       [](Handshake& one, const Stage& stage) { one.Token = stage.TokenFor("/client/hubs/sh"); }},
      {"aud without port",
       [](Handshake& one, const Stage&) { one.Claims["aud"] = "http://127.0.0.1" + one.Path; }},
      {"aud trailing slash",
       [](Handshake& one, const Stage& stage) { one.Token = stage.TokenFor(one.Path + "/"); }},
      {"aud with query",
       [](Handshake& one, const Stage& stage) { one.Token = stage.TokenFor(one.Path + "?a=b"); }},
      {"token in Authorization header",
       [](Handshake& one, const Stage&) {
         one.Claims["sub"] = "h";
         one.IsTokenInHeader = true;
       }},
      {"hub upper case in URL, aud lower",
       [](Handshake& one, const Stage& stage) {
         one.Token = stage.TokenFor(one.Path);
         one.Path = "/client/hubs/HS";
       }},
      {"/clients/mqtt/hubs/hs",
       [](Handshake& one, const Stage&) { one.Path = "/clients/mqtt/hubs/hs"; }},
      {"token group 1025", Claim("webpubsub.group", {std::string(1025, 'g')})},
      {"token groups empty array", Claim("webpubsub.group", json::array())},
      {"token role unknown", Claim("role", {"unknown"})},
      {"token role pattern with six *", Claim("role", {"webpubsub.sendToGroups.*a*b*c*d*e*f"})},
      {"mode sendToGroup without group", Ask("&webpubsub_mode=sendToGroup")},
      {"mode sendToGroup with json subprotocol", Ask("&webpubsub_mode=sendToGroup&group=g")},
      {"mode SENDTOGROUP case", Ask("&webpubsub_mode=SENDTOGROUP&group=g")},
      {"mode empty", Ask("&webpubsub_mode=")},
      {"permessage-deflate offered",
       [](Handshake& one, const Stage&) {
         one.Headers = {{"Sec-WebSocket-Extensions", "permessage-deflate"}};
       }},
  };
  return Rows;
}

RecordedClient ShakeHands(Handshake handshake, const Stage& stage) {
  const std::string token =
      handshake.Token ? *handshake.Token : stage.TokenFor(handshake.Path, handshake.Claims);
  handshake.Headers.emplace_back("Host", stage.Host());
  if (!handshake.Subprotocol.empty()) {
    handshake.Headers.emplace_back("Sec-WebSocket-Protocol", handshake.Subprotocol);
  }
  if (handshake.IsTokenInHeader) handshake.Headers.emplace_back("Authorization", "Bearer " + token);
  const bool isInQuery = !token.empty() && !handshake.IsTokenInHeader;
  return RecordedClient(
      stage.Service.Port(),
      handshake.Path + "?" + (isInQuery ? "access_token=" + token : "none=") + handshake.Query,
      handshake.Headers);
}

void ExpectUpgrade(const json& observed, const HttpResponse& response) {
  EXPECT_EQ(response.Status, observed.at("status"));
  EXPECT_EQ(response.Body, observed.value("body", ""));
  const json& headers = observed.at("headers");
  for (const char* name : {"Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"}) {
    EXPECT_EQ(response.Header(name).value_or(""), headers.value(name, "")) << name;
  }
  // As the emulator's bodies are chunked.
  const bool hasLength = headers.contains("Content-Length");
  EXPECT_EQ(response.Header("Content-Length").value_or("0") == "0",
            hasLength || response.Status == 101);
}

// A request that is no good WebSocket upgrade.
void ReplayBadUpgrade(const RecordedRow& row, Stage& stage) {
  std::string request = "GET /client/hubs/hs?access_token=" + stage.TokenFor("/client/hubs/hs") +
                        " HTTP/1.1\r\nHost: " + stage.Host() +
                        "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
  const bool hasOldVersion = row.Name == "raw: Sec-WebSocket-Version 8";
  request += hasOldVersion ? "Sec-WebSocket-Version: 8\r\n" : "Sec-WebSocket-Version: 13\r\n";
  if (hasOldVersion) request += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  HttpConnection connection(stage.Service.Port());
  connection.Send(request + "\r\n");
  stage.Expect(ParseRecordedBytes(row.Content.at("observed")), "GET",
               connection.Receive().value_or(HttpResponse()));
}

json DescribePeer(const std::vector<RecordedFrame>& frames) {
  json described = json::array();
  for (const RecordedFrame& frame : frames) {
    if (frame.What == RecordedFrame::Kind::Binary) {
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

// What clients without permissions say.
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

// What the client had said before, with the same acknowledgement id.
std::string SaidBefore(const RecordedRow& row) {
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
  const std::string before = SaidBefore(row);
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

/// What was done to a raw client, and its URL if that is not the usual one.
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

void ReplayHandshake(const RecordedRow& row, Amendments& amended) {
  Stage stage("hs", amended);
  if (row.Name.rfind("raw: ", 0) == 0) return ReplayBadUpgrade(row, stage);
  const auto change = Handshakes().find(row.Name);
  if (change == Handshakes().end()) return FailUnknown(row);
  const json& observed = row.Content.at("observed");
  Handshake handshake;
  if (observed.at("headers").contains("Sec-WebSocket-Protocol")) {
    handshake.Subprotocol = JsonSubprotocol;
  }
  change->second(handshake, stage);
  RecordedClient client = ShakeHands(handshake, stage);
  ExpectUpgrade(observed, client.Response());
  if (client.Response().Status != 101) return;
  client.SendPing("");
  json frames = json::array();
  for (auto frame = client.Receive(); frame && frame->What != RecordedFrame::Kind::Pong;
       frame = client.Receive()) {
    frames.push_back(Anonymize(frame->Data, stage.Service.Port()));
  }
  EXPECT_EQ(frames, observed.at("firstFrames"));
  EXPECT_EQ(DescribeEnd(client), observed.at("closed"));
}

void ReplayRawClient(const RecordedRow& row, Amendments& amended) {
  Stage stage("raw", amended);
  const json& observed = row.Content.at("observed");
  if (row.Name == "websocket ping answered") {
    RecordedClient client = stage.Connect();
    client.SendPing("x");
    const auto pong = client.Receive().value_or(RecordedFrame());
    EXPECT_EQ(pong.What, RecordedFrame::Kind::Pong);
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
