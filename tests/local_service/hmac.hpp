#pragma once

#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::LocalService {

/// The 32 bytes of the HMAC-SHA256 of a text.
std::string HmacSha256(std::string_view key, std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::LocalService
