#include "auth/jwt.hpp"

#include "auth/base64.hpp"
#include "json/client_claims.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// {"alg":"HS256","typ":"JWT"} as base64url.
constexpr std::string_view Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
constexpr std::chrono::seconds RequestTokenLifetime{300};

std::int64_t UnixSeconds(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

void AppendJwt(std::string& out, std::string_view payload, const HmacSha256& key) {
  const std::size_t begin = out.size();
  out.reserve(begin + Header.size() + payload.size() * 4 / 3 + 64);
  out.append(Header).append(".");
  AppendBase64Url(out, payload);
  const auto signature = key.Sign(std::string_view(out).substr(begin));
  out += '.';
  AppendBase64Url(out, {reinterpret_cast<const char*>(signature.data()), signature.size()});
}

std::string SignJwt(std::string_view payload, const HmacSha256& key) {
  std::string token;
  AppendJwt(token, payload, key);
  return token;
}

void AppendRequestToken(std::string& out, std::string_view audience,
                        std::chrono::system_clock::time_point now, const HmacSha256& key) {
  const std::string issuedAt = std::to_string(UnixSeconds(now));
  std::string payload;
  payload.reserve(audience.size() + 80);
  payload.append(R"({"nbf":)").append(issuedAt);
  payload.append(R"(,"exp":)").append(std::to_string(UnixSeconds(now + RequestTokenLifetime)));
  payload.append(R"(,"iat":)").append(issuedAt);
  payload.append(R"(,"aud":")").append(audience).append(R"("})");
  AppendJwt(out, payload, key);
}

std::string SignClientToken(const ClientClaims& claims, std::string_view audience,
                            std::chrono::system_clock::time_point now,
                            std::chrono::system_clock::time_point expiresAt,
                            const HmacSha256& key) {
  return SignJwt(WriteClientClaims(claims, audience, UnixSeconds(now), UnixSeconds(expiresAt)),
                 key);
}

}  // namespace Azure::Messaging::WebPubSub
