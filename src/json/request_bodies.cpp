#include "json/request_bodies.hpp"

#include "json/json_tree.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

using nlohmann::ordered_json;

std::string WriteGroupChange(const std::vector<std::string>& groups,
                             const ClientConnectionFilter& filter) {
  JsonTree<ordered_json> tree(ordered_json::value_t::object);
  ordered_json& body = tree.Root;
  // The service selects the whole hub for null.
  body["filter"] =
      filter.IsAllConnections() ? ordered_json(nullptr) : ordered_json(filter.Expression());
  body["groups"] = groups;
  return body.dump();
}

std::string WriteClientClaims(const ClientClaims& claims, std::string_view audience,
                              std::int64_t issuedAt, std::int64_t expiresAt) {
  JsonTree<ordered_json> tree(ordered_json::value_t::object);
  ordered_json& payload = tree.Root;
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
