#pragma once

#include <optional>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// What a connection may do besides receiving. Mirrors .NET's `WebPubSubPermission`.
enum class WebPubSubPermission {
  /// Publish to a group.
  SendToGroup,
  /// Join and leave a group.
  JoinLeaveGroup,
};

/// The protocol of a client that connects with a client access URL. Mirrors .NET's
/// `WebPubSubClientProtocol`.
enum class WebPubSubClientProtocol {
  /// WebSocket, with or without one of the service's subprotocols.
  Default,
  /// MQTT over WebSocket. Needs the service version 2024-01-01 or later.
  Mqtt,
  /// Socket.IO, for a resource of that kind.
  SocketIO,
};

/// A connection in a group. Mirrors .NET's `WebPubSubGroupMember`.
struct WebPubSubGroupMember {
  WebPubSubGroupMember() {}
  /// @param connectionId see ConnectionId.
  /// @param userId see UserId.
  explicit WebPubSubGroupMember(std::string connectionId, std::optional<std::string> userId = {})
      : ConnectionId(std::move(connectionId)), UserId(std::move(userId)) {}

  /// The id that the service gave the connection.
  std::string ConnectionId;
  /// Nothing for a connection without a user.
  std::optional<std::string> UserId;
};

}  // namespace Azure::Messaging::WebPubSub
