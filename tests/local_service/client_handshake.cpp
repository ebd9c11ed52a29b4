#include "local_service/client_handshake.hpp"

#include <openssl/rand.h>

#include <stdexcept>

#include "local_service/rest_errors.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view ClientPath = "/client/";
constexpr std::string_view HubsPath = "/client/hubs/";

// 32 lower-case hex digits, which nobody can guess.
std::string MakeConnectionId() {
  constexpr char Digits[] = "0123456789abcdef";
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1)
    throw std::runtime_error("OpenSSL has no random bytes");
  std::string id;
  for (const unsigned char byte : bytes) {
    id += Digits[byte >> 4];
    id += Digits[byte & 0xf];
  }
  return id;
}

std::string_view PathOf(std::string_view target) { return target.substr(0, target.find('?')); }

Query QueryOf(std::string_view target) {
  const std::size_t question = target.find('?');
  return question == std::string_view::npos ? Query() : ParseQuery(target.substr(question + 1));
}

std::optional<std::string> Find(const Query& query, std::string_view name) {
  for (const auto& [each, value] : query) {
    if (each == name) return value;
  }
  return std::nullopt;
}

RestAnswer Refusal(int status, const std::string& text = {}) {
  RestAnswer answer = EmptyAnswer(status);
  answer.Body = text;
  if (!text.empty()) answer.Headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  return answer;
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

// A token in the query goes before one in the header.
std::string TokenOf(const RestRequest& request, const Query& query) {
  if (const auto token = Find(query, "access_token")) return *token;
  constexpr std::string_view Scheme = "bearer ";
  const std::string_view header = request.Header("authorization");
  if (!EqualsIgnoringCase(header.substr(0, Scheme.size()), Scheme)) return {};
  return std::string(header.substr(Scheme.size()));
}

// The first subprotocol that the service has, in the client's order.
void ChooseSubprotocol(const RestRequest& request, AcceptedClient& accepted) {
  std::string_view offers = request.Header("sec-websocket-protocol");
  while (!offers.empty()) {
    std::string_view offer = offers.substr(0, offers.find(','));
    offers.remove_prefix(std::min(offer.size() + 1, offers.size()));
    const std::size_t begin = std::min(offer.find_first_not_of(" \t"), offer.size());
    offer = offer.substr(begin, offer.find_last_not_of(" \t") - begin + 1);
    if (const auto protocol = FindSubprotocol(offer)) {
      accepted.Client.Protocol = *protocol;
      accepted.Subprotocol = offer;
      return;
    }
  }
}

// What a raw client's frames are for; the error's text if the query makes no sense.
std::optional<std::string> ReadRawMode(const Query& query, AcceptedClient& accepted) {
  const std::string mode = Find(query, "webpubsub_mode").value_or(std::string());
  if (mode.empty() || mode == "sendEvent") return std::nullopt;
  if (mode != "sendToGroup")
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

bool IsClientPath(const std::string& target) {
  const std::string_view path = PathOf(target);
  return EqualsIgnoringCase(path, "/client") || EqualsIgnoringCase(path, ClientPath) ||
         EqualsIgnoringCase(path.substr(0, HubsPath.size()), HubsPath);
}

std::variant<AcceptedClient, RestAnswer> AcceptClient(const RestRequest& request,
                                                      const TokenVerifier& tokens,
                                                      std::chrono::system_clock::time_point now) {
  const Query query = QueryOf(request.Target);
  const std::string hub = HubNameOf(PathOf(request.Target), query);
  if (!IsHubName(hub)) return Refusal(400);
  const auto claims = tokens.Verify(TokenOf(request, query),
                                    {request.Host, std::string(HubsPath) + hub, false}, now);
  if (!claims) return Refusal(401);
  for (const std::string& group : claims->Groups) {
    if (!IsGroupName(group)) return Refusal(400, "The token contains an invalid group name.");
  }

  AcceptedClient accepted;
  accepted.HubName = ToLower(hub);
  accepted.Client.Id = MakeConnectionId();
  if (!claims->UserId.empty()) accepted.Client.UserId = claims->UserId;
  accepted.Client.Groups = {claims->Groups.begin(), claims->Groups.end()};
  accepted.Client.Allowed = Permissions(claims->Roles);
  ChooseSubprotocol(request, accepted);
  if (const auto error = ReadRawMode(query, accepted)) return Refusal(400, *error);
  return accepted;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
