#pragma once

#include <memory>

#include "local_service/server_state.hpp"
#include "local_service/socket_stream.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Serves one connection: handles its requests in order, until it becomes a WebSocket or ends.
void StartHttpSession(SocketStream stream, const std::shared_ptr<ServerState>& state);

}  // namespace Azure::Messaging::WebPubSub::LocalService
