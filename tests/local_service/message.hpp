#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// By the service's clock, which tests can move.
using Time = std::chrono::system_clock::time_point;

enum class DataType { Text, Json, Binary };

/// Names and values that go with a message, in the sender's order.
using Metadata = std::vector<std::pair<std::string, std::string>>;

/// A message on its way to clients.
struct Message {
  /// Nothing for a message from the server.
  std::optional<std::string> Group;
  /// The user who sent it to the group; nothing for the REST API and for clients without a user.
  std::optional<std::string> FromUser;
  /// The client who sent it; nothing for the REST API.
  std::optional<std::string> FromConnection;
  DataType Type = DataType::Text;
  /// Text as UTF-8, JSON as it was sent, or bytes.
  std::string Data;
  LocalService::Metadata Metadata;
  /// When it is thrown away if it could not be handed over by then; nothing: never.
  std::optional<Time> Expires;
};

/// What goes into one WebSocket message. Shared by all the clients that get it.
struct Frame {
  bool Binary = false;
  std::shared_ptr<const std::string> Bytes;
  std::optional<Time> Expires;

  [[nodiscard]] bool IsExpired(Time now) const { return Expires && *Expires <= now; }
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
