#pragma once

#include "local_service/rest_message.hpp"
#include "local_service/server_state.hpp"

// Controls for tests. Tests in the same process call them through Service, others over HTTP. Only
// callers on this machine can use them, and web pages can't:
//
//   GET  /_local/state               hubs and their connections
//   GET  /_local/requests?since=N    the requests to the REST API, beginning with number N
//   POST /_local/faults              replaces the faults by those in the body:
//        [{"match": {"method": "POST", "path": "/api/hubs/chat/*", "nth": 1, "count": 1},
//          "action": {"status": 503, "headers": {"Retry-After": "1"}, "body": "", "delayMs": 0}}]
//        or, for another action than a response:
//          "action": {"do": "handle" | "drop" | "dropAfterHandling" | "slowBody" | "tlsAlert" |
//                           "close", "delayMs": 0}
//        or, for an event handler in place of the service:
//          "match": {"event": "connect" | "connected" | "disconnected" | "user.NAME" | "validate"},
//          "action": {"do": "handle" | "drop" | "dropAfterHandling" | "duplicate" | "dropClient"}
//   POST /_local/clients/ID/abort    disconnects a client without a close frame
//   POST /_local/clock               advances the clock: {"advanceSeconds": 60}
//   POST /_local/reset               resets everything, as Service::Reset
namespace Azure::Messaging::WebPubSub::LocalService {

/// Whether a path belongs to the test controls.
bool IsControlPath(std::string_view path);
/// @param fromLoopback whether the request's connection comes from a loopback address.
RestResponse HandleControl(const RestRequest& request, bool fromLoopback, ServerState& state);

/// The hubs and their connections, as JSON.
std::string DescribeState(const Hubs& hubs);
/// Closes a client's TCP connection without a close frame.
/// @return false if there is no such client.
bool AbortClient(const std::string& connectionId, Hubs& hubs);
/// Aborts all clients, removes hubs, faults and recorded requests, and resets the clock.
void Reset(ServerState& state);

}  // namespace Azure::Messaging::WebPubSub::LocalService
