#pragma once

#include <string_view>

#include "local_service/client_log.hpp"
#include "local_service/hubs.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Handles one message from a client of a JSON subprotocol, and replies to it.
/// @return false if the message is invalid. The caller must close the client with the code 1007.
bool HandleJsonMessage(
    std::string_view text, Hub& hub, Connection& client, Time now,
    const ClientLog& log = [](const std::string&) {});

}  // namespace Azure::Messaging::WebPubSub::LocalService
