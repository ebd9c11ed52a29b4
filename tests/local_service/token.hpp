#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// The target that the audience of a token must match.
struct TokenTarget {
  /// The host and port in the request's Host header.
  std::string Host;
  /// The path as sent in the request.
  std::string RawPath;
  /// Whether the audience may have a longer path, a trailing slash and a query.
  bool IsLoose = false;
};

/// The claims of a client's token.
struct TokenClaims {
  std::string UserId;
  std::vector<std::string> Roles;
  std::vector<std::string> Groups;
  /// All claims: names, each with one of its values as text.
  std::vector<std::pair<std::string, std::string>> All;
};

/// Checks tokens with the service's keys.
class TokenVerifier {
 public:
  /// @param keys the accepted keys; empty ones are ignored.
  /// @param clockSkew the tolerance for a token's times.
  explicit TokenVerifier(std::vector<std::string> keys,
                         std::chrono::seconds clockSkew = std::chrono::minutes(5))
      : keys_(std::move(keys)), clockSkew_(clockSkew) {}

  /// The claims of a token that is signed with one of the keys by HS256, valid at this time and
  /// issued for the target; nothing for any other token.
  [[nodiscard]] std::optional<TokenClaims> Verify(std::string_view token, const TokenTarget& target,
                                                  std::chrono::system_clock::time_point now) const;

  /// Whether a token looks like a Microsoft Entra token for this service, and is valid at this
  /// time. The signature is not checked.
  [[nodiscard]] bool LooksLikeEntra(std::string_view token,
                                    std::chrono::system_clock::time_point now) const;

  /// Whether a token lets a client recover this connection. No clock skew is allowed, because the
  /// service itself issued the token.
  [[nodiscard]] bool VerifyReconnection(std::string_view token, const std::string& connectionId,
                                        std::chrono::system_clock::time_point now) const;

 private:
  std::vector<std::string> keys_;
  std::chrono::seconds clockSkew_;
};

/// Makes a JWT that is signed by HS256.
/// @param payload a JSON object.
/// @param keyId the kid in the header; empty for none.
std::string SignToken(std::string_view payload, std::string_view key,
                      const std::string& keyId = {});
/// Makes a token that VerifyReconnection accepts for seven days.
std::string MakeReconnectionToken(const std::string& connectionId, std::string_view key,
                                  std::chrono::system_clock::time_point now);

}  // namespace Azure::Messaging::WebPubSub::LocalService
