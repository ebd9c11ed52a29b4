#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub {

/// The claims that a 401 asks a new token to have (`WWW-Authenticate: Bearer …
/// error="insufficient_claims", claims="<base64>"`), decoded; nothing if the answer is no such
/// challenge.
std::optional<std::string> FindClaimsChallenge(const HttpResponse& answer);

}  // namespace Azure::Messaging::WebPubSub
