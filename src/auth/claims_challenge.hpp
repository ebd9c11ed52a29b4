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

}  // namespace Azure::Messaging::WebPubSub::Detail
