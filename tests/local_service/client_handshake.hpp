#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "local_service/hubs.hpp"
#include "local_service/rest_call.hpp"
#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// A client that may shake hands.
struct AcceptedClient {
  enum class Entry {
    /// As a new connection.
    New,
    /// Back to its connection, which it lost.
    Recovery,
    /// Only to be told that its connection is gone.
    FailedRecovery,
  };

  Entry How = Entry::New;
  /// In lower case.
  std::string HubName;
  Connection Client;
  /// The subprotocol to response with, as the client spelled it; empty: none.
  std::string Subprotocol;
  /// For a raw client in the mode sendToGroup: the group that its frames go to.
  std::optional<std::string> PublishesTo;
  /// Whether it gets its own messages back then.
  bool Echoes = true;
};

/// Whether a path is one that clients connect to.
bool IsClientPath(std::string_view path);

/// Decides on a WebSocket upgrade request: the client, or the response that refuses it.
std::variant<AcceptedClient, RestResponse> AcceptClient(const RestRequest& request,
                                                        const RestContext& context);

}  // namespace Azure::Messaging::WebPubSub::LocalService
