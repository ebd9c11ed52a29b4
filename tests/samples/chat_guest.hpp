#pragma once

#include <nlohmann/json.hpp>

#include <string>

#include "sample_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// Connects and sends as the page in a browser does.
class Guest {
 public:
  explicit Guest(const std::string& url) : Socket(url, JsonSubprotocol) {
    ConnectionId = Next().at("connectionId");
  }
  nlohmann::json Next() {
    const auto frame = Socket.Receive(Patience);
    return frame ? nlohmann::json::parse(frame->Data) : nlohmann::json::object();
  }
  void Join(const std::string& room) {
    Socket.SendText(
        nlohmann::json{{"type", "joinGroup"}, {"group", room}, {"ackId", ++lastAck_}}.dump());
  }
  void Say(const std::string& room, const std::string& text) {
    Socket.SendText(nlohmann::json{
        {"type", "sendToGroup"},
        {"group", room},
        {"dataType", "text"},
        {"data", text},
        {"ackId",
         ++lastAck_}}.dump());
  }

  void Command(const std::string& text) {
    Socket.SendText(nlohmann::json{
        {"type", "event"},
        {"event", "command"},
        {"dataType", "text"},
        {"data", text},
        {"ackId",
         ++lastAck_}}.dump());
  }

  WebSocketClient Socket;
  std::string ConnectionId;

 private:
  int lastAck_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
