#include <azure/messaging/webpubsub/client.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "auth/jwt.hpp"
#include "client/client_state.hpp"
#include "core/arguments.hpp"
#include "json/response_bodies.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail {
namespace {

using std::chrono::system_clock;

constexpr std::chrono::hours DefaultLifetime{1};
constexpr std::chrono::hours LongestLifetime{100 * 365 * 24};

struct ProtocolNames {
  const char* ClientType;  // in the query of `:generateToken`
  const char* Path;        // of the URL that a client connects to
};

ProtocolNames NamesOf(WebPubSubClientProtocol protocol) {
  switch (protocol) {
    case WebPubSubClientProtocol::Default:
      return {"default", "/client/hubs/"};
    case WebPubSubClientProtocol::Mqtt:
      return {"mqtt", "/clients/mqtt/hubs/"};
    case WebPubSubClientProtocol::SocketIO:
      return {"socketio", "/clients/socketio/hubs/"};
  }
  RefuseArgument("options.Protocol", "must be an enumerator of WebPubSubClientProtocol");
}

void CheckExpiry(const ClientAccessOptions& options, system_clock::time_point now) {
  const auto& lifetime = options.ExpiresAfter;
  Require(!lifetime || !options.ExpiresAt, "options.ExpiresAt",
          "must not be set together with ExpiresAfter");
  Require(!lifetime || *lifetime >= std::chrono::seconds(0), "options.ExpiresAfter",
          "must not be negative");
  Require(!lifetime || *lifetime <= LongestLifetime, "options.ExpiresAfter",
          "must be at most 100 years");
  Require(!options.ExpiresAt || *options.ExpiresAt > now, "options.ExpiresAt",
          "must be in the future");
}

void CheckOptions(const HubAddress& hub, const ClientAccessOptions& options,
                  system_clock::time_point now) {
  RefuseMovedFrom(options, "options");
  CheckExpiry(options, now);
  CheckText(options.UserId, "options.UserId");
  for (const std::string& role : options.Roles) {
    Require(!role.empty(), "options.Roles", "must not hold an empty role");
    CheckText(role, "options.Roles");
  }
  if (!options.Groups.empty()) CheckVersion(hub, ServiceVersion::V2022_11_01, "options.Groups");
  for (const std::string& group : options.Groups) CheckGroupOfClient(group, "options.Groups");
  if (options.Protocol == WebPubSubClientProtocol::Mqtt) {
    CheckVersion(hub, ServiceVersion::V2024_01_01, "options.Protocol (Mqtt)");
  }
}

/// A client access URL to be made: signed here with an access key, or requested from the service
/// with a token credential.
class ClientAccess {
 public:
  /// @param client, options must outlive this object.
  ClientAccess(const ClientState& client, const ClientAccessOptions& options)
      : client_(client),
        options_(options),
        names_(NamesOf(options.Protocol)),
        now_(client.Pipeline.Environment.SystemNow()) {
    CheckOptions(client.Address, options, now_);
  }

  /// Nothing with a token credential.
  [[nodiscard]] std::optional<std::string> SignedUrl() const {
    if (!client_.Key) return std::nullopt;
    const HubAddress& hub = client_.Address;
    const std::string audience = std::string(hub.ServiceUrl).append(names_.Path).append(hub.Hub);
    const ClientClaims claims{options_.UserId, options_.Roles, options_.Groups};
    return UrlWith(hub, names_,
                   SignClientToken(claims, audience, now_, Expiry(), *client_.Key->Current()));
  }

  /// Requests the token from the service. The URL is made from its response.
  [[nodiscard]] Operation<std::string> TokenOperation() const {
    UrlBuilder url = UrlOfHub(client_.Address);
    url.Literal("/:generateToken").OptionalQuery("userId", options_.UserId);
    url.RepeatedQuery("role", options_.Roles);
    // Rounded up, so that no part of the lifetime is lost.
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(Expiry() - now_);
    url.Query("minutesToExpire", std::to_string(minutes.count()));
    AddApiVersion(url, client_.Address).RepeatedQuery("group", options_.Groups);
    url.Query("clientType", names_.ClientType);
    OperationRequest request = MakeRequest("GetClientAccessUri", HttpMethod::Post, url.Take(), Ok);
    request.Request.Headers().Set("Accept", "application/json, text/json");
    return {std::move(request), [&hub = client_.Address, names = names_](const CallResult& result) {
              const auto token = ReadClientToken(result.RawResponse.Body());
              if (!token) Readers::Refuse(result, "the response holds no token");
              return UrlWith(hub, names, *token);
            }};
  }

 private:
  [[nodiscard]] system_clock::time_point Expiry() const {
    if (options_.ExpiresAt) return *options_.ExpiresAt;
    const std::chrono::seconds lifetime = options_.ExpiresAfter.value_or(std::chrono::seconds(0));
    return now_ + (lifetime.count() == 0 ? DefaultLifetime : lifetime);
  }

  // The reverse proxy plays no part: clients connect to the service.
  static std::string UrlWith(const HubAddress& hub, const ProtocolNames& names,
                             std::string_view token) {
    UrlBuilder url(hub.Endpoint.WebSocketUrl());
    return url.Literal(names.Path).Name(hub.Hub).Literal("?access_token=").Literal(token).Take();
  }

  const ClientState& client_;
  const ClientAccessOptions& options_;
  const ProtocolNames names_;
  const system_clock::time_point now_;
};

}  // namespace
}  // namespace Detail

std::string WebPubSubServiceClient::GetClientAccessUri(const ClientAccessOptions& options,
                                                       const Context& context) const {
  const Detail::ClientAccess access(*state_, options);
  if (auto url = access.SignedUrl()) return *std::move(url);
  return state_->Call(access.TokenOperation(), context);
}

Future<std::string> WebPubSubServiceClient::GetClientAccessUriAsync(
    const ClientAccessOptions& options, const Context& context) const {
  const Detail::ClientAccess access(*state_, options);
  if (auto url = access.SignedUrl()) return state_->Ready(*std::move(url));
  return state_->Start(access.TokenOperation(), context);
}

}  // namespace Azure::Messaging::WebPubSub
