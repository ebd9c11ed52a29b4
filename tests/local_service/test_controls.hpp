#pragma once

#include "local_service/rest_message.hpp"
#include "local_service/server_state.hpp"

// What tests do to the service behind its back: in the process through Service, else over HTTP, for
// callers on this machine only and no web pages:
//
//   GET  /_local/state               hubs and their connections
//   GET  /_local/requests?since=N    the REST requests from number N on
//   POST /_local/faults              replaces the faults by those of the body:
//        [{"match": {"method": "POST", "path": "/api/hubs/chat/*", "nth": 1, "count": 1},
//          "action": {"status": 503, "headers": {"Retry-After": "1"}, "body": "", "delayMs": 0}}]
//        or, for an action other than a response:
//          "action": {"do": "handle" | "drop" | "dropAfterHandling" | "slowBody" | "tlsAlert" |
//                           "close", "delayMs": 0}
//   POST /_local/clients/ID/abort    cuts a client without a close frame
//   POST /_local/clock               {"advanceSeconds": 60}
//   POST /_local/reset               forgets everything
namespace Azure::Messaging::WebPubSub::LocalService {

/// Whether a path is one of the test controls'.
bool IsControlPath(std::string_view path);
/// @param fromHere whether the request comes from this machine.
RestResponse HandleControl(const RestRequest& request, bool fromHere, ServerState& state);

std::string DescribeState(const Hubs& hubs);
/// @return false if there is no such client.
bool AbortClient(const std::string& connectionId, Hubs& hubs);
void Reset(ServerState& state);

}  // namespace Azure::Messaging::WebPubSub::LocalService
