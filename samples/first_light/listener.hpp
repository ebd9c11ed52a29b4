#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "message.hpp"
#include "support/websocket_client.hpp"

namespace FirstLight {

/// How a client talks to the service.
enum class Protocol {
  /// Plain WebSocket: a frame is a message.
  Raw,
  /// The subprotocol `json.webpubsub.azure.v1`: a frame is a JSON object that tells more.
  Json,
};

/// What arrived at a client, or what should.
struct Delivery {
  /// What came along with the data, for example "text frame" or "json, from group room".
  std::string Form;
  std::string Data;

  bool operator==(const Delivery& other) const { return Form == other.Form && Data == other.Data; }
};

/// A WebSocket client of one user, in one group, that only listens.
class Listener {
 public:
  /// Connects with a URL from WebPubSubServiceClient::GetClientAccessUri.
  Listener(const Azure::Messaging::WebPubSub::WebPubSubServiceClient& client, std::string user,
           const std::string& group, Protocol protocol);

  const std::string& User() const { return user_; }
  /// The service's id of the connection. Only clients of the JSON subprotocol are told theirs.
  const std::string& ConnectionId() const { return connectionId_; }
  std::string ProtocolName() const;

  /// The form that a message has to arrive in.
  /// @param origin "server" or "group" and its name.
  Delivery Expected(const Message& message, const std::string& origin) const;

  /// The next message, or nothing if none arrives in time.
  std::optional<Delivery> Next(std::chrono::milliseconds timeout);

 private:
  std::string user_;
  Protocol protocol_;
  Azure::Messaging::WebPubSub::Testing::WebSocketClient socket_;
  std::string connectionId_;
};

}  // namespace FirstLight
