#include "json/client_claims.hpp"

#include <nlohmann/json.hpp>

#include "auth/jwt.hpp"

namespace Azure::Messaging::WebPubSub {

std::string WriteClientClaims(const ClientClaims& claims, std::string_view audience,
                              std::int64_t issuedAt, std::int64_t expiresAt) {
  nlohmann::ordered_json payload;
  if (!claims.UserId.empty()) payload["sub"] = claims.UserId;
  if (!claims.Roles.empty()) payload["role"] = claims.Roles;
  if (!claims.Groups.empty()) payload["webpubsub.group"] = claims.Groups;
  payload["nbf"] = issuedAt;
  payload["exp"] = expiresAt;
  payload["iat"] = issuedAt;
  payload["aud"] = audience;
  return payload.dump();
}

}  // namespace Azure::Messaging::WebPubSub
