#include "local_service/token.hpp"

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>

#include <algorithm>

#include "local_service/hmac.hpp"
#include "local_service/random_id.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

using nlohmann::json;

constexpr const char* EntraAudience = "https://webpubsub.azure.com";
constexpr std::chrono::hours ReconnectionLifetime{7 * 24};

std::string_view TakePart(std::string_view& token) {
  const std::string_view part = token.substr(0, token.find('.'));
  token.remove_prefix(std::min(part.size() + 1, token.size()));
  return part;
}

std::optional<json> ParseObject(std::string_view base64Url) {
  const auto text = DecodeBase64Url(base64Url);
  if (!text) return std::nullopt;
  json object = json::parse(*text, nullptr, false);
  return object.is_object() ? std::optional(std::move(object)) : std::nullopt;
}

// A time in seconds since 1970. The service accepts numbers and texts.
std::optional<double> ReadTime(const json& payload, const char* name) {
  const auto found = payload.find(name);
  if (found == payload.end()) return std::nullopt;
  if (found->is_number()) return found->get<double>();
  if (!found->is_string()) return std::nullopt;
  try {
    return std::stod(found->get<std::string>());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

double SecondsOf(std::chrono::system_clock::time_point time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

bool IsInTime(const json& payload, std::chrono::system_clock::time_point now,
              std::chrono::seconds skew) {
  const double seconds = SecondsOf(now);
  const auto grace = static_cast<double>(skew.count());
  const auto expires = ReadTime(payload, "exp");
  if (!expires || !(*expires + grace >= seconds)) return false;
  if (!payload.contains("nbf")) return true;
  const auto notBefore = ReadTime(payload, "nbf");
  return notBefore && *notBefore - grace <= seconds && *notBefore <= *expires;
}

std::string WithoutTrailingSlash(std::string path) {
  if (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

// Compares the audience's path, both as given and decoded, with the target's.
bool IsLooselyFor(std::string_view audience, const TokenTarget& target) {
  const auto isFor = [](const std::string& given, const std::string& path) {
    return given == path || given.rfind(path + "/", 0) == 0;
  };
  const std::string_view path = audience.substr(0, audience.find('?'));
  const std::string given = ToLower(WithoutTrailingSlash(std::string(path)));
  const std::string asSent = ToLower(WithoutTrailingSlash(target.RawPath));
  const std::string decoded = ToLower(WithoutTrailingSlash(DecodePathSegment(target.RawPath)));
  const std::string givenDecoded = ToLower(WithoutTrailingSlash(DecodePathSegment(path)));
  return isFor(given, asSent) || isFor(given, decoded) || isFor(givenDecoded, decoded);
}

// Whether an audience is the URL of a target. All schemes for HTTP and WebSocket count as equal.
bool IsMadeFor(std::string_view audience, const TokenTarget& target) {
  const std::size_t scheme = audience.find("://");
  if (scheme == std::string_view::npos || audience.find('#') != std::string_view::npos)
    return false;
  const std::string name = ToLower(audience.substr(0, scheme));
  if (name != "http" && name != "https" && name != "ws" && name != "wss") return false;
  const std::string_view rest = audience.substr(scheme + 3);
  const std::size_t hostEnd = std::min(rest.find_first_of("/?"), rest.size());
  if (!EqualsIgnoringCase(rest.substr(0, hostEnd), target.Host)) return false;
  const std::string_view path = rest.substr(hostEnd);
  return target.IsLoose ? IsLooselyFor(path, target) : EqualsIgnoringCase(path, target.RawPath);
}

// Whether the audience, or one of several, meets a condition.
template <class Predicate>
bool HasAudience(const json& payload, Predicate isGood) {
  const auto audience = payload.find("aud");
  if (audience == payload.end()) return false;
  const json list = audience->is_array() ? *audience : json::array({*audience});
  return std::any_of(list.begin(), list.end(), [&](const json& one) {
    return one.is_string() && isGood(one.get<std::string>());
  });
}

// The texts in a claim, which is one text or an array.
std::vector<std::string> ReadTexts(const json& payload, const char* name) {
  std::vector<std::string> texts;
  const auto found = payload.find(name);
  if (found == payload.end()) return texts;
  const json list = found->is_array() ? *found : json::array({*found});
  for (const json& text : list) {
    if (text.is_string()) texts.push_back(text.get<std::string>());
  }
  return texts;
}

std::vector<std::pair<std::string, std::string>> ReadAll(const json& payload) {
  std::vector<std::pair<std::string, std::string>> claims;
  for (const auto& [name, value] : payload.items()) {
    const json list = value.is_array() ? value : json::array({value});
    for (const json& one : list) {
      claims.emplace_back(name, one.is_string() ? one.get<std::string>() : one.dump());
    }
  }
  return claims;
}

struct Jwt {
  json Header;
  json Payload;
  std::string_view SignedPart;
  std::string Signature;
};

std::optional<Jwt> ParseToken(std::string_view token) {
  std::string_view rest = token;
  auto header = ParseObject(TakePart(rest));
  auto payload = ParseObject(TakePart(rest));
  const std::size_t signedSize = token.size() - rest.size();
  auto signature = DecodeBase64Url(rest);
  if (!header || !payload || !signature || signedSize == 0) return std::nullopt;
  return Jwt{*std::move(header), *std::move(payload), token.substr(0, signedSize - 1),
             *std::move(signature)};
}

// The payload of a token if it is signed with one of the keys; nothing if it isn't.
std::optional<json> Open(std::string_view token, const std::vector<std::string>& keys) {
  auto jwt = ParseToken(token);
  // The token must not choose the algorithm: an attacker could choose "none".
  if (!jwt || jwt->Header.value("alg", json()) != "HS256") return std::nullopt;
  const bool isSigned = std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    if (key.empty()) return false;
    const std::string expected = HmacSha256(key, jwt->SignedPart);
    return jwt->Signature.size() == expected.size() &&
           CRYPTO_memcmp(jwt->Signature.data(), expected.data(), expected.size()) == 0;
  });
  return isSigned ? std::optional(std::move(jwt->Payload)) : std::nullopt;
}

}  // namespace

std::optional<TokenClaims> TokenVerifier::Verify(std::string_view token, const TokenTarget& target,
                                                 std::chrono::system_clock::time_point now) const {
  const auto payload = Open(token, keys_);
  const auto isForTarget = [&](const std::string& one) { return IsMadeFor(one, target); };
  if (!payload || !IsInTime(*payload, now, clockSkew_) || !HasAudience(*payload, isForTarget)) {
    return std::nullopt;
  }
  TokenClaims claims;
  if (payload->contains("sub") && (*payload)["sub"].is_string()) claims.UserId = (*payload)["sub"];
  claims.Roles = ReadTexts(*payload, "role");
  claims.Groups = ReadTexts(*payload, "webpubsub.group");
  claims.All = ReadAll(*payload);
  return claims;
}

bool TokenVerifier::LooksLikeEntra(std::string_view token,
                                   std::chrono::system_clock::time_point now) const {
  const auto jwt = ParseToken(token);
  const auto isEntra = [](const std::string& one) { return one == EntraAudience; };
  return jwt && IsInTime(jwt->Payload, now, clockSkew_) && HasAudience(jwt->Payload, isEntra);
}

bool TokenVerifier::VerifyReconnection(std::string_view token, const std::string& connectionId,
                                       std::chrono::system_clock::time_point now) const {
  const auto payload = Open(token, keys_);
  return payload && IsInTime(*payload, now, std::chrono::seconds(0)) &&
         HasAudience(*payload, [&](const std::string& one) { return one == connectionId; });
}

std::string SignToken(std::string_view payload, std::string_view key, const std::string& keyId) {
  nlohmann::ordered_json header{{"alg", "HS256"}};
  if (!keyId.empty()) header["kid"] = keyId;
  header["typ"] = "JWT";
  std::string token = EncodeBase64Url(header.dump()) + '.' + EncodeBase64Url(payload);
  return token + '.' + EncodeBase64Url(HmacSha256(key, token));
}

std::string MakeReconnectionToken(const std::string& connectionId, std::string_view key,
                                  std::chrono::system_clock::time_point now) {
  nlohmann::ordered_json payload;
  payload["jti"] = MakeRandomId();
  payload["nbf"] = static_cast<std::int64_t>(SecondsOf(now));
  payload["exp"] = static_cast<std::int64_t>(SecondsOf(now + ReconnectionLifetime));
  payload["iss"] = EntraAudience;
  payload["aud"] = connectionId;
  return SignToken(payload.dump(), key);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
