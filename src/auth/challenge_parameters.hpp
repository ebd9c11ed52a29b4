#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// The first parameter of this name, without case, in a value of `WWW-Authenticate` (RFC 9110,
/// section 11.6.1), unquoted.
std::optional<std::string> FindChallengeParameter(std::string_view challenges,
                                                  std::string_view name);

/// Why a 401 refused the token, from its challenges: the `error_description`, else the `error`;
/// empty if there is neither.
std::string ReasonOfRefusal(const HttpResponse& response);

}  // namespace Azure::Messaging::WebPubSub::Detail
