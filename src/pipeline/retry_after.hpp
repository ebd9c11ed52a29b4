#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <chrono>
#include <optional>

namespace Azure::Messaging::WebPubSub {

/// How long the service asks to wait: `retry-after-ms` or `x-ms-retry-after-ms` in milliseconds,
/// else `Retry-After` in seconds or as a date; nothing if it says nothing that makes sense. A date
/// in the past is zero, and nothing is longer than a hundred years.
std::optional<std::chrono::milliseconds> ReadRetryAfter(const HttpHeaders& headers,
                                                        std::chrono::system_clock::time_point now);

}  // namespace Azure::Messaging::WebPubSub
