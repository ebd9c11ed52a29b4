#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// Reads an HTTP date in any of its three forms (RFC 9110, section 5.6.7), or gives nothing. The
/// day of the week is not compared with the date. A date beyond the clock is the clock's end.
std::optional<std::chrono::system_clock::time_point> ParseHttpDate(std::string_view text);

/// Reads a time of RFC 3339, such as `2026-11-27T10:00:00.5Z`, or gives nothing. Digits of the
/// fraction beyond nanoseconds are dropped.
std::optional<std::chrono::system_clock::time_point> ParseInternetTime(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::Detail
