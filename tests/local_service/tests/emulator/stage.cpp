#include "stage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "local_service/text.hpp"
#include "recorded_response.hpp"
#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

constexpr const char* Marker = "this is the end of the row";
constexpr const char* EventMarker =
    R"({"type":"event","event":"marker","dataType":"text","data":"","ackId":424242})";

std::int64_t SecondsFromNow(int seconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count() + seconds;
}

std::string PathOf(const std::string& target) { return target.substr(0, target.find('?')); }

}  // namespace

Stage::Stage(std::string hub, Amendments& amended, const ServiceOptions& options)
    : Service(options), hub_(std::move(hub)), amended_(amended) {}

std::string Stage::Host() const { return "127.0.0.1:" + std::to_string(Service.Port()); }

std::string Stage::Fill(std::string text) const {
  text = Expand(std::move(text));
  for (const auto& [placeholder, value] : Values) {
    text = ReplaceAll(std::move(text), placeholder, value);
  }
  for (const char* port : {":18980", ":18981"}) {
    text = ReplaceAll(std::move(text), port, ":" + std::to_string(Service.Port()));
  }
  return text;
}

std::string Stage::Token(const json& claims) const {
  TokenParts parts;
  parts.SigningKey = ServiceOptions().PrimaryKey;
  parts.Payload = claims.dump();
  return MakeToken(parts);
}

std::string Stage::TokenFor(const std::string& path, const json& claims) const {
  json payload = claims;
  if (!payload.contains("aud")) payload["aud"] = "http://" + Host() + path;
  if (!payload.contains("exp")) payload["exp"] = SecondsFromNow(3600);
  return Token(payload);
}

RecordedClient Stage::Connect(const ClientSpec& spec) {
  json claims = json::object();
  if (!spec.User.empty()) claims["sub"] = spec.User;
  claims["webpubsub.group"] = spec.Groups;
  claims["role"] = spec.Roles;
  RecordedClient::Headers headers = {{"Host", Host()}};
  if (!spec.Subprotocol.empty()) headers.emplace_back("Sec-WebSocket-Protocol", spec.Subprotocol);
  RecordedClient client(
      Service.Port(), ClientPath() + "?access_token=" + TokenFor(ClientPath(), claims) + spec.Query,
      headers);
  EXPECT_EQ(client.Response().Status, 101);
  if (spec.Subprotocol.empty()) {
    // A raw client receives no connected frame. Once it receives a pong, it is connected.
    client.SendPing("");
    EXPECT_EQ(client.Receive()->Type, RecordedFrame::Kind::Pong);
    return client;
  }
  connected_ = client.Receive().value_or(RecordedFrame()).Data;
  lastId_ = json::parse(connected_).at("connectionId");
  return client;
}

HttpResponse Stage::Call(const std::string& method, const std::string& target,
                         const std::string& body, const std::string& contentType) {
  if (!connection_) connection_ = std::make_unique<HttpConnection>(Service.Port());
  std::string request = method + ' ' + target + " HTTP/1.1\r\nHost: " + Host() +
                        "\r\nAuthorization: Bearer " + TokenFor(PathOf(target)) +
                        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  if (!contentType.empty()) request += "Content-Type: " + contentType + "\r\n";
  connection_->Send(request + "\r\n" + body);
  return connection_->Receive(method != "HEAD").value_or(HttpResponse());
}

HttpResponse Stage::CallHub(const std::string& method, const std::string& target,
                            const std::string& body, const std::string& contentType) {
  return Call(method, "/api/hubs/" + hub_ + target, body, contentType);
}

void Stage::SendText(const std::string& path, const std::string& text) {
  EXPECT_EQ(CallHub("POST", path + "/:send", text, "text/plain").Status, 202);
}

HttpResponse Stage::Send(const RecordedRow& row, const std::vector<std::string>& authorization) {
  const json& recorded = row.Content.at("request");
  const std::string method = recorded.at("method");
  std::string request = method + ' ' + Fill(recorded.at("path")) + " HTTP/1.1\r\n";
  if (!row.Headers.contains("Host")) request += "Host: " + Host() + "\r\n";
  for (const std::string& value : authorization) request += "Authorization: " + value + "\r\n";
  for (const auto& [name, given] : row.Headers.items()) {
    const auto values = given.is_array() ? given : nlohmann::ordered_json::array({given});
    for (const auto& value : values) {
      request += name + ": " + Fill(value.get<std::string>()) + "\r\n";
    }
  }
  const std::string body = Fill(BodyOf(row));
  if (recorded.contains("body") || method == "POST" || method == "PUT") {
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  HttpConnection connection(Service.Port());
  connection.Send(request + "\r\n" + body);
  return connection.Receive(method != "HEAD").value_or(HttpResponse());
}

void Stage::Replay(const RecordedRow& row) {
  const json& request = row.Content.at("request");
  const bool hasToken = request.at("auth") != "none";
  const std::string token = TokenFor(PathOf(Fill(request.at("path"))));
  Replay(row, hasToken ? std::vector<std::string>{"Bearer " + token} : std::vector<std::string>());
}

void Stage::Replay(const RecordedRow& row, const std::vector<std::string>& authorization) {
  const json& request = row.Content.at("request");
  const std::string method = request.at("method");
  Expect(row.Content.at("response"), method + ' ' + PathOf(request.at("path")),
         Send(row, authorization));
}

void Stage::Expect(const json& recorded, const std::string& request, HttpResponse response) {
  response.Body = Anonymize(response.Body, Service.Port());
  ExpectRecorded(recorded, request, response, amended_);
}

std::vector<RecordedFrame> Stage::Received(RecordedClient& client) {
  const std::string marker = Marker + std::to_string(++markers_) + '.';
  SendText("", marker);
  std::vector<RecordedFrame> frames = client.ReceiveUntil(marker);
  // Removes the markers that were sent for other clients.
  frames.erase(std::remove_if(frames.begin(), frames.end(),
                              [](const RecordedFrame& frame) {
                                return frame.Data.find(Marker) != std::string::npos;
                              }),
               frames.end());
  return frames;
}

std::vector<RecordedFrame> Stage::Replies(RecordedClient& client) {
  client.SendText(EventMarker);
  return client.ReceiveUntil("424242");
}

bool Stage::Exists(const std::string& target) { return CallHub("HEAD", target).Status == 200; }

void Stage::WaitUntilDetached() const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (Service.State().find(R"("attached":false)") == std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), until);
    std::this_thread::yield();
  }
}

json TextsOf(const std::vector<RecordedFrame>& frames) {
  json texts = json::array();
  for (const RecordedFrame& frame : frames) texts.push_back(frame.Data);
  return texts;
}

json DescribeEnd(const RecordedClient& client) {
  if (!client.Ended()) return nullptr;
  return {{"code", client.Ended()->Code}, {"reason", client.Ended()->Reason}};
}

std::string BodyOf(const RecordedRow& row) {
  const std::string recorded = row.Content.at("request").value("body", std::string());
  // The recording stores a body as characters, each of which is one byte, except for this row,
  // which stores the text.
  if (row.Name == "text/plain") return recorded;
  std::string bytes;
  for (const char16_t unit : ToUtf16(recorded)) bytes += static_cast<char>(unit);
  return bytes;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
