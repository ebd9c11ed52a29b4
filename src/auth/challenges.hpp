#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <optional>
#include <string>
#include <string_view>

// What a service demands or says where it refuses a token: `WWW-Authenticate` (RFC 9110, section
// 11.6.1).
namespace Azure::Messaging::WebPubSub::Detail {

/// The first parameter of this name, without case, in the value of a `WWW-Authenticate`, unquoted.
std::optional<std::string> FindChallengeParameter(std::string_view challenges,
                                                  std::string_view name);

/// The claims that a 401 demands of the next token (`Bearer … error="insufficient_claims",
/// claims="<base64>"`), decoded; nothing if the response is no such challenge.
std::optional<std::string> FindClaimsChallenge(const HttpResponse& response);

/// Why a 401 refused the token, from its challenges: the `error_description`, else the `error`;
/// empty if there is neither.
std::string ReasonOfRefusal(const HttpResponse& response);

}  // namespace Azure::Messaging::WebPubSub::Detail
