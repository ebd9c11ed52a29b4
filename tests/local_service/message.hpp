#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// A time of the service's clock, which tests can advance.
using Time = std::chrono::system_clock::time_point;

/// Protobuf is a serialized message of the type Any, which only event handlers send.
enum class DataType { Text, Json, Binary, Protobuf };

/// The names and values of a message's metadata, in the sender's order.
using Metadata = std::vector<std::pair<std::string, std::string>>;

/// A message on its way to clients.
struct Message {
  /// The group to which the message was sent; nothing for other targets.
  std::optional<std::string> Group;
  /// The user who published the message; nothing for the REST API and for clients without a user.
  std::optional<std::string> FromUser;
  /// The id of the connection that published the message; nothing for the REST API.
  std::optional<std::string> FromConnection;
  DataType Type = DataType::Text;
  /// Text in UTF-8, JSON exactly as it was sent, or bytes.
  std::string Data;
  LocalService::Metadata Metadata;
  /// The service discards the message if it could not send it by this time; nothing for no limit.
  std::optional<Time> Expires;
};

/// The content of one WebSocket message. All clients that receive it share the bytes.
struct Frame {
  bool Binary = false;
  std::shared_ptr<const std::string> Bytes;
  std::optional<Time> Expires;

  [[nodiscard]] bool IsExpired(Time now) const { return Expires && *Expires <= now; }
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
