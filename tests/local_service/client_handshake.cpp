#include "local_service/client_handshake.hpp"

#include "local_service/random_id.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view ClientPath = "/client/";
constexpr std::string_view HubsPath = "/client/hubs/";

std::optional<std::string> Find(const Query& query, std::string_view name) {
  for (const auto& [each, value] : query) {
    if (each == name) return value;
  }
  return std::nullopt;
}

RestResponse Rejection(int status, const std::string& text = {}) {
  RestResponse response = EmptyResponse(status);
  response.Body = text;
  if (!text.empty()) response.Headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  return response;
}

// `/client/hubs/{hub}` or `/client/?hub={hub}`
std::string HubNameOf(std::string_view path, const Query& query) {
  if (EqualsIgnoringCase(path.substr(0, HubsPath.size()), HubsPath)) {
    std::string_view name = path.substr(HubsPath.size());
    if (!name.empty() && name.back() == '/') name.remove_suffix(1);
    return DecodePathSegment(name);
  }
  return Find(query, "hub").value_or(std::string());
}

// A token in the query takes precedence over one in the header. Nothing if there is neither.
std::optional<std::string> TokenOf(const RestRequest& request, const Query& query) {
  if (auto token = Find(query, "access_token")) return token;
  constexpr std::string_view Scheme = "bearer ";
  const std::string_view header = request.Header("authorization");
  if (header.empty()) return std::nullopt;
  if (!EqualsIgnoringCase(header.substr(0, Scheme.size()), Scheme)) return std::string();
  return std::string(header.substr(Scheme.size()));
}

// The claims of the request's token; nothing if the token isn't valid.
std::optional<TokenClaims> ReadClaims(const RestRequest& request, const Query& query,
                                      const std::string& hub, const RestContext& context) {
  const auto token = TokenOf(request, query);
  if (!token && context.Options.AllowsAnonymousClients) return TokenClaims();
  return context.Tokens.Verify(token.value_or(""), {request.Host, std::string(HubsPath) + hub},
                               context.Now);
}

// Chooses the first of the client's subprotocols that the service supports.
void ChooseSubprotocol(const RestRequest& request, AcceptedClient& accepted) {
  accepted.Offers = SplitList(request.Header("sec-websocket-protocol"));
  for (const std::string& offer : accepted.Offers) {
    if (const auto protocol = FindSubprotocol(offer)) {
      accepted.Client.Protocol = *protocol;
      accepted.Subprotocol = offer;
      return;
    }
  }
}

// The client, if the request asks to recover a connection; nothing if it doesn't. The reconnection
// token in the query must be the one that the service has issued for the connection.
std::optional<AcceptedClient> ReadRecovery(const RestRequest& request, const Query& query,
                                           const std::string& hubName, const RestContext& context) {
  const auto id = Find(query, "awps_connection_id");
  const auto token = Find(query, "awps_reconnection_token");
  if (!id && !token) return std::nullopt;
  AcceptedClient accepted;
  accepted.Kind = AcceptedClient::Entry::FailedRecovery;
  accepted.HubName = hubName;
  ChooseSubprotocol(request, accepted);
  const auto hub = context.AllHubs.find(hubName);
  const Connection* found =
      hub == context.AllHubs.end() ? nullptr : hub->second.Find(id.value_or(""));
  if (found != nullptr && found->Protocol == ClientProtocol::ReliableJson &&
      context.Tokens.VerifyReconnection(token.value_or(""), found->Id, context.Now)) {
    accepted.Kind = AcceptedClient::Entry::Recovery;
    accepted.Client.Id = found->Id;
    accepted.Client.Protocol = found->Protocol;
    accepted.Subprotocol = *SubprotocolName(found->Protocol);
  }
  return accepted;
}

// Reads how the service handles a raw client's frames. Returns an error message for an invalid
// query.
std::optional<std::string> ReadRawMode(const Query& query, AcceptedClient& accepted) {
  const std::string mode = Find(query, "webpubsub_mode").value_or(std::string());
  if (mode.empty() || EqualsIgnoringCase(mode, "sendEvent")) return std::nullopt;
  if (!EqualsIgnoringCase(mode, "sendToGroup"))
    return "Invalid webpubsub_mode. Valid modes are sendToGroup and sendEvent.";
  const std::string group = Find(query, "group").value_or(std::string());
  if (!IsGroupName(group)) return "The raw sendToGroup group name is invalid.";
  const std::string noEcho = ToLower(Find(query, "noEcho").value_or("false"));
  if (noEcho != "true" && noEcho != "false")
    return "Invalid noEcho. Valid values are true and false.";
  accepted.PublishesTo = group;
  accepted.Echoes = noEcho == "false";
  return std::nullopt;
}

}  // namespace

bool IsClientPath(std::string_view path) {
  return EqualsIgnoringCase(path, "/client") || EqualsIgnoringCase(path, ClientPath) ||
         EqualsIgnoringCase(path.substr(0, HubsPath.size()), HubsPath);
}

std::variant<AcceptedClient, RestResponse> AcceptClient(const RestRequest& request,
                                                        const RestContext& context) {
  const Query query = ParseQuery(request.Query());
  const std::string hub = HubNameOf(request.Path(), query);
  if (!IsHubName(hub)) return Rejection(400);
  if (auto recovery = ReadRecovery(request, query, ToLower(hub), context))
    return *std::move(recovery);
  const auto claims = ReadClaims(request, query, hub, context);
  if (!claims) return Rejection(401);
  for (const std::string& group : claims->Groups) {
    if (!IsGroupName(group)) return Rejection(400, "The token contains an invalid group name.");
  }

  AcceptedClient accepted;
  accepted.HubName = ToLower(hub);
  accepted.Claims = claims->All;
  accepted.Client.Id = MakeRandomId();
  if (!claims->UserId.empty()) accepted.Client.UserId = claims->UserId;
  accepted.Client.Groups = {claims->Groups.begin(), claims->Groups.end()};
  accepted.Client.Allowed = Permissions(claims->Roles);
  ChooseSubprotocol(request, accepted);
  if (const auto error = ReadRawMode(query, accepted)) return Rejection(400, *error);
  return accepted;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
