#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "auth/hmac_sha256.hpp"
#include "json/request_bodies.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// A JSON Web Token with this payload (a JSON object as text), signed with HS256.
std::string SignJwt(std::string_view payload, const HmacSha256& key);

/// Appends the same token to a text.
void AppendJwt(std::string& out, std::string_view payload, const HmacSha256& key);

/// Appends the token of one REST request, valid for five minutes.
/// @param audience the request's URL without its query; percent-encoded, so that JSON needs no
///   escapes for it.
void AppendRequestToken(std::string& out, std::string_view audience,
                        std::chrono::system_clock::time_point now, const HmacSha256& key);

/// The token that a client connects with.
std::string SignClientToken(const ClientClaims& claims, std::string_view audience,
                            std::chrono::system_clock::time_point now,
                            std::chrono::system_clock::time_point expiresAt, const HmacSha256& key);

}  // namespace Azure::Messaging::WebPubSub::Detail
