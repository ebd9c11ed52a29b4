#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "local_service/client_log.hpp"
#include "local_service/hubs.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// An event that a client sends to the server.
struct UserEvent {
  std::string Name;
  DataType Type = DataType::Text;
  std::string Data;
  LocalService::Metadata Metadata;
  std::optional<std::uint64_t> AckId;
};

/// Sends an event to its event handler; false if no handler takes it.
using UserEventSink = std::function<bool(const UserEvent& event)>;

/// Handles one message from a client of a JSON subprotocol, and replies to it.
/// @return false if the message is invalid. The caller must close the client with the code 1007.
bool HandleJsonMessage(
    std::string_view text, Hub& hub, Connection& client, Time now,
    const ClientLog& log = [](const std::string&) {},
    const UserEventSink& sendEvent = [](const UserEvent&) { return false; });

/// Remembers that a message has been processed, and acknowledges it if it has an id.
void ReportSuccess(Connection& client, std::optional<std::uint64_t> ackId);
/// Acknowledges a failed message, if it has an id.
void ReportFailure(Connection& client, std::optional<std::uint64_t> ackId, std::string_view error,
                   const std::string& message, const ClientLog& log);

}  // namespace Azure::Messaging::WebPubSub::LocalService
