#include "local_service/connect_event.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* JsonType = "application/json; charset=utf-8";

// Thrown for a response that doesn't have the expected members.
struct InvalidResponse {
  std::string Error;
};

std::string Dump(const ordered_json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Objects with members in order; each member is an array of texts.
void Append(ordered_json& object, const std::string& name, const std::string& value) {
  if (!object.contains(name)) object[name] = ordered_json::array();
  object[name].push_back(value);
}

ordered_json DescribeQuery(const BeastRequest& request) {
  ordered_json described = ordered_json::object();
  const std::string target(request.target());
  const std::size_t query = std::min(target.find('?'), target.size() - 1) + 1;
  for (const auto& [name, value] : ParseQuery(std::string_view(target).substr(query))) {
    if (name != "access_token") Append(described, name, value);
  }
  return described;
}

ordered_json DescribeHeaders(const BeastRequest& request) {
  ordered_json described = ordered_json::object();
  for (const auto& field : request) {
    const std::string name(field.name_string());
    const std::string lower = ToLower(name);
    if (lower == "authorization" || lower.rfind("x-asrs-internal-", 0) == 0) continue;
    Append(described, name, std::string(field.value()));
  }
  return described;
}

// Nothing if the member is absent or null.
std::optional<std::string> ReadText(const json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) throw InvalidResponse{std::string(name) + " is no text"};
  return found->get<std::string>();
}

std::optional<std::vector<std::string>> ReadTexts(const json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || found->is_null()) return std::nullopt;
  const bool isList =
      found->is_array() &&
      std::all_of(found->begin(), found->end(), [](const json& one) { return one.is_string(); });
  if (!isList) throw InvalidResponse{std::string(name) + " is no list of texts"};
  return found->get<std::vector<std::string>>();
}

void ChooseSubprotocol(const std::string& name, AcceptedClient& client) {
  const auto isOffered = [&](const std::string& offer) { return offer == name; };
  if (std::none_of(client.Offers.begin(), client.Offers.end(), isOffered)) {
    throw InvalidResponse{"the client didn't offer the subprotocol " + name};
  }
  client.Subprotocol = name;
  const auto known = FindSubprotocol(name);
  client.Client.Protocol = known.value_or(ClientProtocol::Raw);
  client.Client.CustomSubprotocol = known ? "" : name;
}

void Apply(const json& body, AcceptedClient& client) {
  if (!body.is_object()) throw InvalidResponse{"the body is no JSON object"};
  if (auto user = ReadText(body, "userId")) client.Client.UserId = std::move(user);
  const auto groups = ReadTexts(body, "groups").value_or(std::vector<std::string>());
  for (const std::string& group : groups) {
    if (!IsGroupName(group)) throw InvalidResponse{"a group has an invalid name"};
  }
  if (!groups.empty()) client.Client.Groups = {groups.begin(), groups.end()};
  if (const auto roles = ReadTexts(body, "roles")) client.Client.Allowed = Permissions(*roles);
  const std::string subprotocol = ReadText(body, "subprotocol").value_or("");
  if (!subprotocol.empty()) ChooseSubprotocol(subprotocol, client);
}

Event MakeSystemEvent(const char* name, const Connection& client, const std::string& hubName) {
  Event event;
  event.Name = name;
  event.Hub = hubName;
  event.ConnectionId = client.Id;
  event.UserId = client.UserId;
  event.ContentType = JsonType;
  return event;
}

}  // namespace

Event MakeConnectEvent(const AcceptedClient& client, const BeastRequest& request) {
  Event event = MakeSystemEvent("connect", client.Client, client.HubName);
  ordered_json body;
  body["claims"] = ordered_json::object();
  for (const auto& [name, value] : client.Claims) Append(body["claims"], name, value);
  body["query"] = DescribeQuery(request);
  body["headers"] = DescribeHeaders(request);
  body["subprotocols"] = client.Offers;
  body["clientCertificates"] = ordered_json::array();
  event.Body = Dump(body);
  return event;
}

std::optional<std::string> ApplyConnectResponse(const RestResponse& response,
                                                AcceptedClient& client) {
  if (response.Body.empty()) return std::nullopt;
  const json body = json::parse(response.Body, nullptr, false);
  if (body.is_null()) return std::nullopt;
  try {
    Apply(body, client);
    return std::nullopt;
  } catch (const InvalidResponse& invalid) {
    return invalid.Error;
  }
}

Event MakeConnectedEvent(const Connection& client, const std::string& hubName) {
  Event event = MakeSystemEvent("connected", client, hubName);
  event.Subprotocol = client.NamedSubprotocol();
  event.Body = "{}";
  return event;
}

Event MakeDisconnectedEvent(const Connection& client, const std::string& hubName,
                            const std::string& reason) {
  Event event = MakeSystemEvent("disconnected", client, hubName);
  event.Subprotocol = client.NamedSubprotocol();
  event.Body = Dump({{"reason", reason}});
  return event;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
