#include "client/client_access.hpp"

#include "core/arguments.hpp"
#include "url/percent_encoding.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

using std::chrono::system_clock;

constexpr std::chrono::hours DefaultLifetime{1};
constexpr std::chrono::hours LongestLifetime{100 * 365 * 24};

std::string_view ClientPath(WebPubSubClientProtocol protocol) {
  switch (protocol) {
    case WebPubSubClientProtocol::Default:
      return "/client/hubs/";
    case WebPubSubClientProtocol::Mqtt:
      return "/clients/mqtt/hubs/";
    case WebPubSubClientProtocol::SocketIO:
      return "/clients/socketio/hubs/";
  }
  RefuseArgument("options.Protocol", "must be an enumerator of WebPubSubClientProtocol");
}

void CheckExpiry(const ClientAccessOptions& options, system_clock::time_point now) {
  if (options.ExpiresAfter && options.ExpiresAt) {
    RefuseArgument("options.ExpiresAt", "must not be set together with ExpiresAfter");
  }
  if (options.ExpiresAfter && *options.ExpiresAfter < std::chrono::seconds(0)) {
    RefuseArgument("options.ExpiresAfter", "must not be negative");
  }
  if (options.ExpiresAfter && *options.ExpiresAfter > LongestLifetime) {
    RefuseArgument("options.ExpiresAfter", "must be at most 100 years");
  }
  if (options.ExpiresAt && *options.ExpiresAt <= now) {
    RefuseArgument("options.ExpiresAt", "must be in the future");
  }
}

}  // namespace

std::string_view ClientTypeName(WebPubSubClientProtocol protocol) {
  switch (protocol) {
    case WebPubSubClientProtocol::Default:
      return "default";
    case WebPubSubClientProtocol::Mqtt:
      return "mqtt";
    case WebPubSubClientProtocol::SocketIO:
      return "socketio";
  }
  RefuseArgument("options.Protocol", "must be an enumerator of WebPubSubClientProtocol");
}

void CheckClientAccess(const HubAddress& hub, const ClientAccessOptions& options,
                       system_clock::time_point now) {
  CheckExpiry(options, now);
  CheckText(options.UserId, "options.UserId");
  for (const std::string& role : options.Roles) {
    if (role.empty()) RefuseArgument("options.Roles", "must not hold an empty role");
    CheckText(role, "options.Roles");
  }
  if (!options.Groups.empty()) {
    CheckVersion(hub.Version, ServiceVersion::V2022_11_01, "options.Groups");
  }
  for (const std::string& group : options.Groups) CheckGroup(group, "options.Groups");
  ClientPath(options.Protocol);
  if (options.Protocol == WebPubSubClientProtocol::Mqtt) {
    CheckVersion(hub.Version, ServiceVersion::V2024_01_01, "options.Protocol (Mqtt)");
  }
}

system_clock::time_point ClientTokenExpiry(const ClientAccessOptions& options,
                                           system_clock::time_point now) {
  if (options.ExpiresAt) return *options.ExpiresAt;
  const auto lifetime = options.ExpiresAfter.value_or(std::chrono::seconds(0));
  return now + (lifetime.count() == 0 ? DefaultLifetime : lifetime);
}

std::int64_t MinutesToExpire(const ClientAccessOptions& options, system_clock::time_point now) {
  return std::chrono::ceil<std::chrono::minutes>(ClientTokenExpiry(options, now) - now).count();
}

std::string ClientAudience(const HubAddress& hub, WebPubSubClientProtocol protocol) {
  return std::string(hub.ServiceUrl).append(ClientPath(protocol)).append(hub.Hub);
}

std::string ClientUrl(const HubAddress& hub, WebPubSubClientProtocol protocol,
                      std::string_view token) {
  std::string url = hub.Endpoint.WebSocketUrl().append(ClientPath(protocol));
  AppendPercentEncoded(url, hub.Hub);
  return url.append("?access_token=").append(token);
}

}  // namespace Azure::Messaging::WebPubSub
