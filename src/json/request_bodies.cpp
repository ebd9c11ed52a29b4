#include "json/request_bodies.hpp"

#include <nlohmann/json.hpp>

namespace Azure::Messaging::WebPubSub::Detail {

using nlohmann::ordered_json;

std::string WriteGroupChange(const std::vector<std::string>& groups,
                             const ClientConnectionFilter& filter) {
  ordered_json body;
  // The service selects the whole hub for null.
  body["filter"] =
      filter.IsAllConnections() ? ordered_json(nullptr) : ordered_json(filter.Expression());
  body["groups"] = groups;
  return body.dump();
}

std::string WriteClientClaims(const ClientClaims& claims, std::string_view audience,
                              std::int64_t issuedAt, std::int64_t expiresAt) {
  ordered_json payload;
  if (!claims.UserId.empty()) payload["sub"] = claims.UserId;
  if (!claims.Roles.empty()) payload["role"] = claims.Roles;
  if (!claims.Groups.empty()) payload["webpubsub.group"] = claims.Groups;
  payload["nbf"] = issuedAt;
  payload["exp"] = expiresAt;
  payload["iat"] = issuedAt;
  payload["aud"] = audience;
  return payload.dump();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
