// A client's token contains exactly the given claims, and an independent verifier that uses none of
// the library's code accepts its signature.

#include <nlohmann/json.hpp>

#include "auth/jwt.hpp"
#include "fuzz_target.hpp"
#include "support/jwt_verifier.hpp"
#include "utf8.hpp"

using namespace Azure::Messaging::WebPubSub;
using namespace Azure::Messaging::WebPubSub::Detail;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = Fuzz::Text(data, size);
  const std::string key(Fuzz::TakeLine(rest));
  ClientClaims claims;
  claims.UserId = Fuzz::TakeLine(rest);
  claims.Roles.emplace_back(Fuzz::TakeLine(rest));
  claims.Groups.emplace_back(rest);
  if (key.empty() || !Fuzz::IsUtf8(Fuzz::Text(data, size))) return 0;
  if (!Fuzz::IsUtf8(claims.UserId) || !Fuzz::IsUtf8(claims.Roles[0]) ||
      !Fuzz::IsUtf8(claims.Groups[0])) {
    return 0;
  }
  const std::chrono::system_clock::time_point now(std::chrono::seconds(1'700'000'000));
  const std::string token = SignClientToken(claims, "https://wps.example/client/hubs/chat", now,
                                            now + std::chrono::hours(1), HmacSha256(key));
  const auto jwt = Testing::DecodeJwt(token);
  Fuzz::Require(jwt.has_value(), "the token is a JWT");
  Fuzz::Require(jwt->Signature == Testing::ExpectedSignature(jwt->SigningInput, key),
                "the signature is valid");
  const auto payload = nlohmann::json::parse(jwt->Payload);
  Fuzz::Require(payload.value("sub", "") == claims.UserId, "the token contains the user");
  Fuzz::Require(payload.at("role") == nlohmann::json(claims.Roles), "the token contains the roles");
  Fuzz::Require(payload.at("webpubsub.group") == nlohmann::json(claims.Groups),
                "the token contains the groups");
  Fuzz::Require(payload.at("exp") == 1'700'003'600, "the token contains the expiry time");
  return 0;
}
