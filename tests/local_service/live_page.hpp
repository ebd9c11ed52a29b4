#pragma once

#include <optional>
#include <string_view>

#include "local_service/rest_message.hpp"
#include "local_service/server_state.hpp"

// The live page, which shows a developer the traffic of the service:
//
//   GET /                       the page, for clients that accept text/html
//   GET /_local/live.css, .js   its style sheet and script
//   GET /_local/live            its data, which it requests every second: hubs, connections,
//                               the last messages, events and requests
namespace Azure::Messaging::WebPubSub::LocalService {

inline constexpr std::string_view LiveControl = "/_local/live";

/// @param fromLoopback whether the request's connection comes from a loopback address.
/// @return nothing if the request isn't for the live page, or may not access it.
std::optional<RestResponse> HandleLivePage(const RestRequest& request, bool fromLoopback,
                                           const ServerState& state);

}  // namespace Azure::Messaging::WebPubSub::LocalService
