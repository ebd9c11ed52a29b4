#pragma once

#include <optional>
#include <string>

#include "local_service/event_request.hpp"
#include "local_service/hubs.hpp"
#include "local_service/json_client.hpp"
#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

Event MakeEvent(const UserEvent& event, const std::string& hubName, const Connection& client);

/// What an event handler replies to a user event.
struct EventReply {
  /// The message for the client; nothing if there is none.
  std::optional<Message> Content;
  /// Why the response is invalid; empty if it is valid.
  std::string Error;
};

/// Reads a successful response to a user event.
EventReply ReadEventReply(const RestResponse& response);

}  // namespace Azure::Messaging::WebPubSub::LocalService
