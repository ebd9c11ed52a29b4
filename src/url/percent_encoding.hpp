#pragma once

#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub {

/// Appends `text` to `out` so that it stands for itself in a path segment or a query value: all but
/// RFC 3986's unreserved characters become %XX with upper-case digits, as .NET's
/// Uri.EscapeDataString does it.
void AppendPercentEncoded(std::string& out, std::string_view text);

/// Encodes only what can't stand in a URL at all: blanks, controls, quotes and the like, and
/// everything beyond ASCII.
std::string EncodeForbiddenCharacters(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub
