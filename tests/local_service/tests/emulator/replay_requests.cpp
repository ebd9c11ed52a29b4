// Replays rows about requests that have no effect beyond their response.

#include <gtest/gtest.h>

#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

// The request bytes for rows that record only the response.
std::string BytesFor(const RecordedRow& row, const Stage& stage) {
  const std::string head = " HTTP/1.1\r\nHost: " + stage.Host() + "\r\n";
  if (row.Name == "no Host header HTTP/1.1") return "HEAD /api/health HTTP/1.1\r\n\r\n";
  if (row.Name == "HTTP/1.0") return "HEAD /api/health HTTP/1.0\r\n\r\n";
  if (row.Name == "Content-Length 40000000 without body") {
    return "POST /api/hubs/h/:send" + head + "Authorization: Bearer " +
           stage.TokenFor("/api/hubs/h/:send") +
           "\r\nContent-Type: text/plain\r\nContent-Length: 40000000\r\n\r\n";
  }
  FailUnknown(row);
  return {};
}

}  // namespace

void ReplayHealth(const RecordedRow& row, Amendments& amended) {
  Stage stage("health", amended);
  const bool isGarbage = row.Name == "HEAD /api/health, garbage token";
  stage.Replay(row,
               isGarbage ? std::vector<std::string>{"Bearer garbage"} : std::vector<std::string>());
}

void ReplayOperation(const RecordedRow& row, Amendments& amended) {
  Stage stage("ops", amended);
  ClientSpec spec;
  spec.User = "u1";
  spec.Groups = {"g1", "gg"};
  spec.Subprotocol = JsonSubprotocol;
  const RecordedClient client = stage.Connect(spec);
  stage.Values["<id>"] = stage.LastId();
  stage.Replay(row);
}

void ReplayNames(const RecordedRow& row, Amendments& amended) { Stage("nm", amended).Replay(row); }

void ReplayVersion(const RecordedRow& row, Amendments& amended) {
  Stage("av", amended).Replay(row);
}

void ReplayHttp(const RecordedRow& row, Amendments& amended) {
  Stage stage("h", amended);
  if (row.Content.contains("request")) return stage.Replay(row);
  const std::string bytes = BytesFor(row, stage);
  const std::string request = bytes.substr(0, bytes.find(" HTTP/"));
  HttpConnection connection(stage.Service.Port());
  connection.Send(bytes);
  stage.Expect(ParseRecordedBytes(row.Content.at("observed")), request,
               connection.Receive(request.rfind("HEAD ", 0) != 0).value_or(HttpResponse()));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
