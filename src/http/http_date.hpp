#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub {

/// Reads an HTTP date in any of its three forms (RFC 9110, section 5.6.7), or gives nothing.
std::optional<std::chrono::system_clock::time_point> ParseHttpDate(const std::string& text);

}  // namespace Azure::Messaging::WebPubSub
