#pragma once

#include <string_view>

#include "local_service/hubs.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Does what a client of a JSON subprotocol asks for in one message, and answers it.
/// @return false if the message can't be understood: the client is to be closed with 1007.
bool HandleJsonMessage(std::string_view text, Hub& hub, Connection& client, Time now);

}  // namespace Azure::Messaging::WebPubSub::LocalService
