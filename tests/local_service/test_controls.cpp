#include "local_service/test_controls.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "local_service/client_inbox.hpp"
#include "local_service/event_dispatcher.hpp"
#include "local_service/loopback.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view Root = "/_local/";
constexpr std::string_view ClientsPath = "/_local/clients/";
constexpr std::string_view AbortSuffix = "/abort";
// Part of the protocol of the test controls, which external tests use.
constexpr const char* RespondAction = "answer";

std::string Dump(const ordered_json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string Sha256(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  return ToHex({reinterpret_cast<const char*>(digest), size});
}

ordered_json Describe(const Connection& one) {
  ordered_json described;
  described["connectionId"] = one.Id;
  described["userId"] = one.UserId ? ordered_json(*one.UserId) : ordered_json();
  described["groups"] = one.Groups;
  const auto protocol = SubprotocolName(one.Protocol);
  described["protocol"] = protocol ? ordered_json(*protocol) : ordered_json();
  described["permissions"] = {{"sendToGroup", one.Allowed.Describe(Permission::SendToGroup)},
                              {"joinLeaveGroup", one.Allowed.Describe(Permission::JoinLeaveGroup)}};
  described["attached"] = one.Channel != nullptr;
  described["queued"] = one.Channel != nullptr ? one.Channel->Queued() : 0;
  described["unacknowledged"] = one.Replay.Size();
  described["waiting"] = one.Inbox ? one.Inbox->Waiting() : 0;
  return described;
}

ordered_json Describe(const RecordedRequest& request) {
  ordered_json described;
  described["number"] = request.Number;
  described["time"] =
      std::chrono::duration_cast<std::chrono::milliseconds>(request.Time.time_since_epoch())
          .count();
  described["method"] = request.Method;
  described["path"] = request.Path;
  described["query"] = request.Query;
  described["headers"] = ordered_json::array();
  for (const auto& [name, value] : request.Headers) {
    // The token is a secret.
    described["headers"].push_back({name, name == "authorization" ? "hidden" : value});
  }
  described["bodySize"] = request.Body.size();
  described["bodySha256"] = Sha256(request.Body);
  described["status"] = request.Status;
  return described;
}

RestResponse ListRequests(const RestRequest& request, const RequestLog& log) {
  std::uint64_t since = 0;
  for (const auto& [name, value] : ParseQuery(request.Query())) {
    const bool isNumber =
        !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
    if (name == "since" && (!isNumber || value.size() > 18)) FailBadRequest("Invalid since.");
    if (name == "since") since = std::stoull(value);
  }
  ordered_json list = ordered_json::array();
  for (const RecordedRequest& one : log.Requests()) {
    if (one.Number >= since) list.push_back(Describe(one));
  }
  return JsonResponse(Dump(list));
}

FaultAction ReadAction(const std::string& name) {
  if (name == RespondAction) return FaultAction::Respond;
  if (name == "handle") return FaultAction::Handle;
  if (name == "drop") return FaultAction::Drop;
  if (name == "dropAfterHandling") return FaultAction::DropAfterHandling;
  if (name == "respondAfterHandling") return FaultAction::RespondAfterHandling;
  if (name == "respondUnrequested") return FaultAction::RespondUnrequested;
  if (name == "oddHeaders") return FaultAction::OddHeaders;
  if (name == "slowBody") return FaultAction::SlowBody;
  if (name == "tlsAlert") return FaultAction::TlsAlert;
  if (name == "close") return FaultAction::Close;
  if (name == "duplicate") return FaultAction::Duplicate;
  if (name == "dropClient") return FaultAction::DropClient;
  FailBadRequest("Unknown action '" + name + "'.");
}

Fault ReadFault(const json& rule) {
  const json match = rule.value("match", json::object());
  const json action = rule.value("action", json::object());
  Fault fault;
  fault.Method = match.value("method", fault.Method);
  fault.Path = match.value("path", fault.Path);
  fault.Event = match.value("event", fault.Event);
  fault.Nth = match.value("nth", fault.Nth);
  fault.Count = match.value("count", fault.Count);
  fault.Action = ReadAction(action.value("do", std::string(RespondAction)));
  fault.Delay = std::chrono::milliseconds(action.value("delayMs", 0));
  fault.Status = action.value("status", fault.Status);
  const json headers = action.value("headers", json::object());
  for (const auto& [name, value] : headers.items()) {
    fault.Headers.emplace_back(name, value.get<std::string>());
  }
  fault.Body = action.value("body", fault.Body);
  if (const auto error = FindError(fault)) FailBadRequest(*error);
  return fault;
}

RestResponse SetFaults(const json& rules, FaultPlan& plan) {
  if (!rules.is_array()) FailBadRequest("The body has to be a list of rules.");
  std::vector<Fault> faults;
  for (const json& rule : rules) faults.push_back(ReadFault(rule));
  plan.Clear();
  for (Fault& fault : faults) plan.Add(std::move(fault));
  return EmptyResponse(204);
}

RestResponse AdvanceClock(const json& body, ServerState& state) {
  constexpr std::int64_t MaxSeconds = std::int64_t{100} * 365 * 24 * 60 * 60;
  const auto seconds = body.at("advanceSeconds").get<std::int64_t>();
  if (seconds < 0 || seconds > MaxSeconds) FailBadRequest("Invalid advanceSeconds.");
  state.ClockOffset += std::chrono::seconds(seconds);
  RemoveLost(state.AllHubs, state.Now());
  return EmptyResponse(204);
}

RestResponse Run(const RestRequest& request, ServerState& state) {
  const std::string path(request.Path());
  if (request.Method == "GET" && path == "/_local/state") {
    return JsonResponse(DescribeState(state.AllHubs));
  }
  if (request.Method == "GET" && path == "/_local/requests") {
    return ListRequests(request, state.Requests);
  }
  if (request.Method != "POST") return EmptyResponse(404);
  if (path == "/_local/faults") return SetFaults(json::parse(request.Body), state.Faults);
  if (path == "/_local/clock") return AdvanceClock(json::parse(request.Body), state);
  if (path == "/_local/reset") {
    Reset(state);
    return EmptyResponse(204);
  }
  const std::size_t ends = path.size() - std::min(path.size(), AbortSuffix.size());
  if (path.rfind(ClientsPath, 0) == 0 && ends > ClientsPath.size() &&
      path.substr(ends) == AbortSuffix) {
    const std::string id = path.substr(ClientsPath.size(), ends - ClientsPath.size());
    return EmptyResponse(AbortClient(id, state.AllHubs) ? 204 : 404);
  }
  return EmptyResponse(404);
}

}  // namespace

bool IsControlPath(std::string_view path) { return path.substr(0, Root.size()) == Root; }

RestResponse HandleControl(const RestRequest& request, bool fromLoopback, ServerState& state) {
  if (!state.Options.HasTestControls) return EmptyResponse(404);
  if (!IsLocalRequest(request, fromLoopback)) return EmptyResponse(403);
  try {
    return Run(request, state);
  } catch (const RestFailure& failure) {
    return failure.Response;
  } catch (const json::exception& error) {
    return ErrorResponse(400, "Error.BadRequest", error.what(), "Request");
  }
}

std::string DescribeState(const Hubs& hubs) {
  ordered_json described;
  described["hubs"] = ordered_json::object();
  for (const auto& [name, hub] : hubs) {
    ordered_json connections = ordered_json::array();
    for (const auto& [id, connection] : hub.Connections()) {
      connections.push_back(Describe(connection));
    }
    described["hubs"][name] = {{"connections", std::move(connections)}};
  }
  return Dump(described);
}

bool AbortClient(const std::string& connectionId, Hubs& hubs) {
  for (auto& [name, hub] : hubs) {
    const Connection* one = hub.Find(connectionId);
    if (one == nullptr || one->Channel == nullptr) continue;
    one->Channel->Abort();
    return true;
  }
  return false;
}

void Reset(ServerState& state) {
  for (auto& [name, hub] : state.AllHubs) {
    for (const auto& [id, connection] : hub.Connections()) {
      if (connection.Channel != nullptr) connection.Channel->Abort();
    }
    hub.RemoveAll();
  }
  state.AllHubs.clear();
  state.AllHubs.Messages.Clear();
  state.Faults.Clear();
  state.Requests.Clear();
  state.SentEvents.Clear();
  if (state.Events != nullptr) state.Events->Reset();
  state.ClockOffset = std::chrono::seconds(0);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
