#pragma once

#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/retry_options.hpp>
#include <azure/messaging/webpubsub/transport.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

#include "pipeline/operation.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Whether the service may have accepted the request of a failed attempt.
bool MayHaveBeenAccepted(const AttemptOutcome& outcome);

/// Whether, and after which wait, to retry after a failed attempt.
/// @param retries the retries made so far.
/// @param operation of the call.
/// @param now see ReadRetryAfter.
/// @param randomBits for the jitter.
/// @return the wait; nothing if the failure is final.
std::optional<std::chrono::milliseconds> DelayBeforeRetry(const AttemptOutcome& outcome,
                                                          int retries,
                                                          const OperationRequest& operation,
                                                          const RetryOptions& options,
                                                          std::chrono::system_clock::time_point now,
                                                          std::uint64_t randomBits);

/// Whether a response demands a longer wait than RetryOptions::MaxRetryAfter.
/// @param now see ReadRetryAfter.
bool DemandsTooLongAWait(const AttemptOutcome& outcome, const RetryOptions& options,
                         std::chrono::system_clock::time_point now);

/// The wait that the service demands: `retry-after-ms` or `x-ms-retry-after-ms` in milliseconds,
/// else `Retry-After` in seconds or as a date; nothing if there is no such header, or none that is
/// well formed. A date in the past is zero, and the longest wait is a hundred years.
/// @param now what a date counts from, if the response has no `Date`.
std::optional<std::chrono::milliseconds> ReadRetryAfter(const HttpHeaders& headers,
                                                        std::chrono::system_clock::time_point now);

}  // namespace Azure::Messaging::WebPubSub::Detail
