#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// The claims that a 401 demands of the next token (`WWW-Authenticate: Bearer …
/// error="insufficient_claims", claims="<base64>"`), decoded; nothing if the response is no such
/// challenge.
std::optional<std::string> FindClaimsChallenge(const HttpResponse& response);

/// Reads base64 or base64url, with or without padding; nothing if it is neither.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::Detail
