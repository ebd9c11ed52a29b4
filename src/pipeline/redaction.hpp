#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// `text` without the JSON Web Tokens in it: a response may repeat the one that it refuses.
std::string RedactTokens(std::string text);

/// A URL for a log: a user with a password, and the value of every query parameter but
/// `api-version`, become REDACTED.
std::string RedactUrl(std::string_view url);

/// A header's value for a log: REDACTED, unless the header is on the list of harmless ones, which
/// is .NET's.
std::string RedactHeader(std::string_view name, std::string_view value);

}  // namespace Azure::Messaging::WebPubSub::Detail
