#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <string_view>
#include <variant>

#include "events/event_checks.hpp"
#include "events/event_headers.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Reads the event in a request that has been authenticated.
/// @param request moved from if it is an event.
/// @param headers of the request.
/// @param hub the only hub whose events are accepted.
/// @param format of the connection's states.
std::variant<AcceptedEvent, Refusal> ReadEvent(EventHandlerRequest& request,
                                               const EventHeaders& headers, std::string_view hub,
                                               StateFormat format);

}  // namespace Azure::Messaging::WebPubSub::Detail
