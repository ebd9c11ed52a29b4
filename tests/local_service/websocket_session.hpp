#pragma once

#include <boost/beast/http.hpp>

#include <memory>

#include "local_service/client_handshake.hpp"
#include "local_service/server_state.hpp"
#include "local_service/socket_stream.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Upgrades a connection to WebSocket and serves its client until the connection ends.
void StartWebSocketSession(SocketStream stream,
                           boost::beast::http::request<boost::beast::http::string_body> request,
                           AcceptedClient accepted, const std::shared_ptr<ServerState>& state);

}  // namespace Azure::Messaging::WebPubSub::LocalService
