#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "message.hpp"
#include "support/websocket_client.hpp"

namespace FirstLight {

/// The protocol between a client and the service.
enum class Protocol {
  /// Plain WebSocket: a frame contains only the message.
  Raw,
  /// The subprotocol `json.webpubsub.azure.v1`: a frame is a JSON object with more information.
  Json,
};

/// A WebSocket client of one user, in one group.
class Listener {
 public:
  /// Connects with a URL from WebPubSubServiceClient::GetClientAccessUri.
  Listener(const Azure::Messaging::WebPubSub::WebPubSubServiceClient& client, std::string user,
           const std::string& group, Protocol protocol);

  const std::string& User() const { return user_; }
  /// The connection id, which only clients of the JSON subprotocol receive.
  const std::string& ConnectionId() const { return connectionId_; }
  std::string ProtocolName() const;

  /// The delivery that is expected for a message.
  /// @param origin "server", or "group" and its name.
  Delivery Expected(const Message& message, const std::string& origin) const;

  /// Sends a text to the server, by raw WebSocket.
  void Say(const std::string& text) { socket_.SendText(text); }

  /// The next message, or nothing if none arrives in time.
  std::optional<Delivery> Next(std::chrono::milliseconds timeout);

 private:
  std::string user_;
  Protocol protocol_;
  Azure::Messaging::WebPubSub::Testing::WebSocketClient socket_;
  std::string connectionId_;
};

}  // namespace FirstLight
