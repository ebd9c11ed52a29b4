// Replays rows about handshakes of clients.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "recorded_response.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

std::int64_t SecondsFromNow(int seconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count() + seconds;
}

/// The content of a handshake.
struct Handshake {
  std::string Path = "/client/hubs/hs";
  json Claims = json::object();
  /// Additional parameters for the query.
  std::string Query;
  std::string Subprotocol;
  RecordedClient::Headers Headers;
  /// Replaces the token that is made of the claims; empty for no token.
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
Change AddQuery(const std::string& query) {
  return [=](Handshake& one, const Stage&) { one.Query = query; };
}
Change UseToken(const std::string& token) {
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
      {"no token, json", UseToken("")},
      {"garbage token", UseToken("garbage")},
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
      {"mode sendToGroup without group", AddQuery("&webpubsub_mode=sendToGroup")},
      {"mode sendToGroup with json subprotocol", AddQuery("&webpubsub_mode=sendToGroup&group=g")},
      {"mode SENDTOGROUP case", AddQuery("&webpubsub_mode=SENDTOGROUP&group=g")},
      {"mode empty", AddQuery("&webpubsub_mode=")},
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
  // The emulator sends bodies in chunks instead of with a Content-Length.
  const bool hasLength = headers.contains("Content-Length");
  EXPECT_EQ(response.Header("Content-Length").value_or("0") == "0",
            hasLength || response.Status == 101);
}

// Replays a request that is not a valid WebSocket upgrade.
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
  for (auto frame = client.Receive(); frame && frame->Type != RecordedFrame::Kind::Pong;
       frame = client.Receive()) {
    frames.push_back(Anonymize(frame->Data, stage.Service.Port()));
  }
  EXPECT_EQ(frames, observed.at("firstFrames"));
  EXPECT_EQ(DescribeEnd(client), observed.at("closed"));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
