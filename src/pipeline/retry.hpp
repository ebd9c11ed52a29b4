#pragma once

#include <azure/messaging/webpubsub/options.hpp>
#include <azure/messaging/webpubsub/transport.hpp>

#include <chrono>
#include <optional>

namespace Azure::Messaging::WebPubSub {

/// Whether the service may have accepted the request of an attempt that was no success.
bool MayHaveBeenAccepted(const AttemptOutcome& outcome);

/// Whether, and after which wait, to try again after an attempt that was no success.
/// @param retries the retries made so far.
/// @param isSend whether RetryOptions::Sends concerns the call.
/// @param now for a `Retry-After` that is a date.
/// @param randomBits for the jitter.
/// @return the wait; nothing if the failure is final.
std::optional<std::chrono::milliseconds> DelayBeforeRetry(const AttemptOutcome& outcome,
                                                          int retries, bool isSend,
                                                          const RetryOptions& options,
                                                          std::chrono::system_clock::time_point now,
                                                          std::uint64_t randomBits);

}  // namespace Azure::Messaging::WebPubSub
