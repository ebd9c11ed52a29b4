#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// Appends `bytes` as base64url without padding (RFC 7515, section 2).
void AppendBase64Url(std::string& out, std::string_view bytes);

/// Base64 with padding (RFC 4648, section 4).
std::string EncodeBase64(std::string_view bytes);

/// Reads base64 or base64url, with or without padding; nothing if it is neither.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::Detail
