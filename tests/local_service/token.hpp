#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// Where a token has to be made for.
struct TokenTarget {
  /// Host and port, as the request's Host header has them.
  std::string Host;
  /// The path as it stands in the request.
  std::string RawPath;
  /// Whether the token may name a deeper path too, and have a slash at its end and a query.
  bool IsLoose = false;
};

/// What a good token says of a client.
struct TokenClaims {
  std::string UserId;
  std::vector<std::string> Roles;
  std::vector<std::string> Groups;
};

/// Checks tokens with the service's keys.
class TokenVerifier {
 public:
  /// @param keys empty ones don't count.
  /// @param clockSkew how far a token's times may be off.
  explicit TokenVerifier(std::vector<std::string> keys,
                         std::chrono::seconds clockSkew = std::chrono::minutes(5))
      : keys_(std::move(keys)), clockSkew_(clockSkew) {}

  /// The claims of a token that is signed with one of the keys by HS256, good at this time and made
  /// for the target; else nothing.
  [[nodiscard]] std::optional<TokenClaims> Verify(std::string_view token, const TokenTarget& target,
                                                  std::chrono::system_clock::time_point now) const;

  /// Whether a token has the form of one from Microsoft Entra for this service, and is good at this
  /// time. Who signed it can't be checked here.
  [[nodiscard]] bool LooksLikeEntra(std::string_view token,
                                    std::chrono::system_clock::time_point now) const;

  /// Whether a token lets a client back to this connection. Without any skew: the same clock made
  /// it.
  [[nodiscard]] bool VerifyReconnection(std::string_view token, const std::string& connectionId,
                                        std::chrono::system_clock::time_point now) const;

 private:
  std::vector<std::string> keys_;
  std::chrono::seconds clockSkew_;
};

/// A JWT, signed by HS256.
/// @param payload a JSON object.
/// @param keyId goes into the header; empty: none.
std::string SignToken(std::string_view payload, std::string_view key,
                      const std::string& keyId = {});
/// What VerifyReconnection accepts, for seven days.
std::string MakeReconnectionToken(const std::string& connectionId, std::string_view key,
                                  std::chrono::system_clock::time_point now);

}  // namespace Azure::Messaging::WebPubSub::LocalService
