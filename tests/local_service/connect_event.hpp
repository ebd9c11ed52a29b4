#pragma once

#include <optional>
#include <string>

#include "local_service/client_handshake.hpp"
#include "local_service/event_request.hpp"
#include "local_service/http_messages.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The event connect of a client that asks for an upgrade. It leaves out the client's token.
Event MakeConnectEvent(const AcceptedClient& client, const BeastRequest& request);

/// Applies a handler's successful response to the client: its user, groups, roles and subprotocol.
/// @return the error message for an invalid response, which refuses the client; else nothing.
std::optional<std::string> ApplyConnectResponse(const RestResponse& response,
                                                AcceptedClient& client);

/// The events connected and disconnected.
Event MakeConnectedEvent(const Connection& client, const std::string& hubName);
Event MakeDisconnectedEvent(const Connection& client, const std::string& hubName,
                            const std::string& reason);

}  // namespace Azure::Messaging::WebPubSub::LocalService
