// Replays rows about sending messages, and which clients receive them.

#include <gtest/gtest.h>

#include "local_service/text.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

// The messages of a raw client, in the format of the recording.
json DescribeRaw(const std::vector<RecordedFrame>& frames) {
  json described = json::array();
  for (const RecordedFrame& frame : frames) {
    const bool isText = frame.Type == RecordedFrame::Kind::Text;
    described.push_back({{"frame", isText ? "text" : "binary(base64)"},
                         {"data", isText ? frame.Data : EncodeBase64(frame.Data)}});
  }
  return described;
}

void ExpectReceived(const json& recorded, Stage& stage, RecordedClient& subprotocol,
                    RecordedClient& raw) {
  const json ends = recorded.value("closed", json::object());
  EXPECT_EQ(TextsOf(stage.Received(subprotocol)),
            json::parse(stage.Fill(recorded.at("jsonClient").dump())));
  EXPECT_EQ(DescribeRaw(stage.Received(raw)),
            json::parse(stage.Fill(recorded.at("rawClient").dump())));
  EXPECT_EQ(DescribeEnd(subprotocol), ends.value("json", json()));
  EXPECT_EQ(DescribeEnd(raw), ends.value("raw", json()));
}

std::string EscapeQuery(const std::string& text) {
  constexpr char Digits[] = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    escaped += {'%', Digits[byte >> 4], Digits[byte & 0xf]};
  }
  return escaped;
}

RecordedClient ConnectRaw(Stage& stage, const std::string& user,
                          const std::vector<std::string>& groups = {}) {
  ClientSpec spec;
  spec.User = user;
  spec.Groups = groups;
  return stage.Connect(spec);
}

}  // namespace

void ReplaySend(const RecordedRow& row, Amendments& amended) {
  Stage stage("snd", amended);
  ClientSpec spec;
  spec.User = "ju";
  spec.Groups = {"g"};
  spec.Subprotocol = JsonSubprotocol;
  RecordedClient subprotocol = stage.Connect(spec);
  stage.Values["<id>"] = stage.LastId();
  RecordedClient raw = ConnectRaw(stage, "ru", {"g"});
  if (row.Content.at("request").is_string()) {
    HttpConnection connection(stage.Service.Port());
    connection.Send("POST /api/hubs/snd/:send HTTP/1.1\r\nHost: " + stage.Host() +
                    "\r\nAuthorization: Bearer " + stage.TokenFor("/api/hubs/snd/:send") +
                    "\r\nContent-Type: text/plain\r\n\r\n");
    return stage.Expect(ParseRecordedBytes(row.Content.at("response")), "POST",
                        connection.Receive().value_or(HttpResponse()));
  }
  stage.Replay(row);
  const bool isRejected = !row.Content.contains("received");
  ExpectReceived(isRejected ? json{{"jsonClient", json::array()}, {"rawClient", json::array()}}
                            : row.Content.at("received"),
                 stage, subprotocol, raw);
}

void ReplayEncoding(const RecordedRow& row, Amendments& amended) {
  Stage stage("enc", amended);
  std::map<std::string, RecordedClient> clients;
  for (const char* name : {"a%2Fb", "a%2fb", "a/b", "a b", "a+b", "a%20b", "\xc3\xa9", "a%252Fb"}) {
    clients.emplace(name, ConnectRaw(stage, name, {name}));
  }
  std::string path = row.Content.at("request").at("path");
  path = path.substr(0, path.find('?'));
  const bool isDecoded = row.Name.find("aud = fully decoded once") != std::string::npos;
  stage.Replay(row, {"Bearer " + stage.TokenFor(isDecoded ? PercentDecode(path) : path)});
  if (!row.Content.contains("received")) return;
  json receivers = json::array();
  for (auto& [name, client] : clients) {
    if (!stage.Received(client).empty()) receivers.push_back(name);
  }
  EXPECT_EQ(receivers, row.Content.at("received"));
}

void ReplayFilter(const RecordedRow& row, Amendments& amended) {
  Stage stage("x2", amended);
  RecordedClient alice = ConnectRaw(stage, "alice", {"m"});
  RecordedClient anonymous = ConnectRaw(stage, "");
  stage.Replay(row);
  const json& received = row.Content.at("received");
  EXPECT_EQ(stage.Received(alice).size(), received.at("alice"));
  EXPECT_EQ(stage.Received(anonymous).size(), received.at("anonymous"));
}

void ReplayCulture(const RecordedRow& row, Amendments& amended) {
  Stage stage("x2", amended);
  RecordedClient joined = ConnectRaw(stage, "a\u200db");
  RecordedClient strasse = ConnectRaw(stage, "Stra\u00dfe");
  const json& observed = row.Content.at("observed");
  const std::string filter = EscapeQuery(row.Name);
  EXPECT_EQ(stage.CallHub("POST", "/:send?filter=" + filter, "x", "text/plain").Status,
            observed.at("status"));
  EXPECT_EQ(stage.Received(joined).size(), observed.at("hitZwj"));
  EXPECT_EQ(stage.Received(strasse).size(), observed.at("hitStrasse"));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
