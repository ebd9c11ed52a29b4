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
  /// True if a deeper path in the token is good too.
  bool AllowsChildren = false;
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
  explicit TokenVerifier(std::vector<std::string> keys) : keys_(std::move(keys)) {}

  /// The claims of a token that is signed with one of the keys by HS256, good at this time (with
  /// five minutes of grace) and made for the target; else nothing.
  [[nodiscard]] std::optional<TokenClaims> Verify(std::string_view token, const TokenTarget& target,
                                                  std::chrono::system_clock::time_point now) const;

 private:
  [[nodiscard]] bool IsSigned(std::string_view signedPart, std::string_view signature) const;

  std::vector<std::string> keys_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
