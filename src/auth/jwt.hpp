#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "auth/hmac_sha256.hpp"

namespace Azure::Messaging::WebPubSub {

/// A JSON Web Token with this payload (a JSON object as text), signed with HS256.
std::string SignJwt(std::string_view payload, const HmacSha256& key);

/// The same at the end of a text.
void AppendJwt(std::string& out, std::string_view payload, const HmacSha256& key);

/// Appends the token of one REST request, good for five minutes.
/// @param audience the request's URL without its query; percent-encoded, so that it stands in JSON
///   as it is.
void AppendRequestToken(std::string& out, std::string_view audience,
                        std::chrono::system_clock::time_point now, const HmacSha256& key);

/// What a client access token says of the client. Empty members are left out of the token.
struct ClientClaims {
  std::string UserId;
  std::vector<std::string> Roles;
  std::vector<std::string> Groups;
};

/// The token that a client connects with.
std::string SignClientToken(const ClientClaims& claims, std::string_view audience,
                            std::chrono::system_clock::time_point now,
                            std::chrono::system_clock::time_point expiresAt, const HmacSha256& key);

}  // namespace Azure::Messaging::WebPubSub
