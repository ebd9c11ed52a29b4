#pragma once

#include <optional>
#include <string_view>

#include "local_service/rest_message.hpp"
#include "local_service/server_state.hpp"

// The page at `/` that shows a developer what passes:
//
//   GET /                       the page, for browsers alone: they accept text/html
//   GET /_local/live.css, .js   what it is made of
//   GET /_local/live            what it shows, for which it asks each second: hubs and their
//                               connections, the last messages, the last requests
namespace Azure::Messaging::WebPubSub::LocalService {

inline constexpr std::string_view LiveControl = "/_local/live";

/// @param fromHere whether the request comes from this machine.
/// @return nothing if the request isn't for the page, or has no right to it.
std::optional<RestResponse> HandleLivePage(const RestRequest& request, bool fromHere,
                                           const ServerState& state);

}  // namespace Azure::Messaging::WebPubSub::LocalService
