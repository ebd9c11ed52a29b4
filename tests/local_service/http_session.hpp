#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <memory>

#include "local_service/server_state.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Serves one connection: requests one after another, until it becomes a WebSocket or ends.
void StartHttpSession(boost::asio::ip::tcp::socket socket,
                      const std::shared_ptr<ServerState>& state);

}  // namespace Azure::Messaging::WebPubSub::LocalService
