#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "local_service/hubs.hpp"
#include "local_service/rest_call.hpp"
#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// A client whose WebSocket upgrade the service accepts.
struct AcceptedClient {
  enum class Entry {
    /// Opens a new connection.
    New,
    /// Recovers a connection that it lost.
    Recovery,
    /// Asks for a connection that can't be recovered. The service upgrades it, then closes it.
    FailedRecovery,
  };

  Entry Kind = Entry::New;
  /// In lower case.
  std::string HubName;
  Connection Client;
  /// The subprotocols that the client offers.
  std::vector<std::string> Offers;
  /// The claims of its token: names, each with one of its values.
  std::vector<std::pair<std::string, std::string>> Claims;
  /// The chosen subprotocol, as the client spelled it; empty for none.
  std::string Subprotocol;
  /// The group to which a raw client in the mode sendToGroup publishes its frames.
  std::optional<std::string> PublishesTo;
  /// Whether such a client receives its own messages, if it is in the group.
  bool Echoes = true;
};

/// Whether a path is an endpoint for WebSocket clients.
bool IsClientPath(std::string_view path);

/// Decides on a WebSocket upgrade request: returns the client, or the response that rejects it.
std::variant<AcceptedClient, RestResponse> AcceptClient(const RestRequest& request,
                                                        const RestContext& context);

}  // namespace Azure::Messaging::WebPubSub::LocalService
