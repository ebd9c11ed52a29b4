#pragma once

#include <string_view>

#include "local_service/client_log.hpp"
#include "local_service/hubs.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Does what a client of a JSON subprotocol asks for in one message, and answers it.
/// @return false if the message can't be understood: the client is to be closed with 1007.
bool HandleJsonMessage(
    std::string_view text, Hub& hub, Connection& client, Time now,
    const ClientLog& log = [](const std::string&) {});

}  // namespace Azure::Messaging::WebPubSub::LocalService
