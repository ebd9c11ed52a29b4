#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "auth/hmac_sha256.hpp"
#include "json/request_bodies.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// A JSON Web Token with this payload (a JSON object as text), signed with HS256.
std::string SignJwt(std::string_view payload, const HmacSha256& key);

/// The tokens of REST requests, each valid for five minutes. Within a second they begin with the
/// same bytes, for one key and one host: these are written and hashed once. Safe from many threads
/// at once.
class RequestTokens {
 public:
  /// Appends the token of one request.
  /// @param audience the request's URL without its query; percent-encoded, so that JSON needs no
  ///   escapes for it.
  void Append(std::string& out, std::string_view audience,
              std::chrono::system_clock::time_point now,
              const std::shared_ptr<const HmacSha256>& key);

 private:
  struct Beginning;

  std::shared_ptr<const Beginning> BeginningFor(std::string_view audience, std::int64_t second,
                                                const std::shared_ptr<const HmacSha256>& key);

  std::mutex mutex_;
  std::shared_ptr<const Beginning> last_;
};

/// The token that a client connects with.
std::string SignClientToken(const ClientClaims& claims, std::string_view audience,
                            std::chrono::system_clock::time_point now,
                            std::chrono::system_clock::time_point expiresAt, const HmacSha256& key);

}  // namespace Azure::Messaging::WebPubSub::Detail
