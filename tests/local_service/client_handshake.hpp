#pragma once

#include <optional>
#include <string>
#include <variant>

#include "local_service/hubs.hpp"
#include "local_service/rest_message.hpp"
#include "local_service/token.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// A client that may connect.
struct AcceptedClient {
  /// In lower case.
  std::string HubName;
  Connection Client;
  /// The subprotocol to answer with, as the client spelled it; empty: none.
  std::string Subprotocol;
  /// For a raw client in the mode sendToGroup: the group that its frames go to.
  std::optional<std::string> PublishesTo;
  /// Whether it gets its own messages back then.
  bool Echoes = true;
};

/// Whether a path is one that clients connect to.
bool IsClientPath(const std::string& target);

/// Decides on a WebSocket upgrade request: the client, or the answer that refuses it.
std::variant<AcceptedClient, RestAnswer> AcceptClient(const RestRequest& request,
                                                      const TokenVerifier& tokens,
                                                      std::chrono::system_clock::time_point now);

}  // namespace Azure::Messaging::WebPubSub::LocalService
