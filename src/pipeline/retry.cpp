#include "pipeline/retry.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/retry_after.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

bool MayPass(const AttemptOutcome& outcome) {
  if (!outcome.HasResponse()) {
    switch (outcome.Failure().Cause) {
      case TransportError::Cancelled:
      case TransportError::ResponseTooLarge:
      case TransportError::Other:
        return false;
      default:
        return true;
    }
  }
  switch (outcome.Response().Status()) {
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return true;
    default:
      return false;
  }
}

// Longer ones don't fit every clock.
constexpr std::chrono::milliseconds HundredYears = std::chrono::hours(100 * 365 * 24);

// 0.8 s, 1.6 s, 3.2 s, …, each times 0.8 to 1.2.
std::chrono::milliseconds BackOff(int retries, const RetryOptions& options,
                                  std::uint64_t randomBits) {
  const double jitter = 0.8 + 0.4 * (static_cast<double>(randomBits >> 11) * 0x1.0p-53);
  const double delay =
      static_cast<double>(options.Delay.count()) * std::pow(2.0, std::min(retries, 62)) * jitter;
  const auto longest = static_cast<double>(std::min(options.MaxDelay, HundredYears).count());
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(delay, longest)));
}

}  // namespace

bool MayHaveBeenAccepted(const AttemptOutcome& outcome) {
  if (!outcome.HasResponse()) return outcome.Failure().RequestMayHaveBeenSent;
  const int status = outcome.Response().Status();
  // 408, 429 and 503 say that the request was not taken on; 501, that it can't be. Another success
  // than the operation's own comes from somebody who did something.
  if (status >= 500) return status != 501 && status != 503;
  return status < 300;
}

std::optional<std::chrono::milliseconds> DelayBeforeRetry(const AttemptOutcome& outcome,
                                                          int retries, bool isSend,
                                                          const RetryOptions& options,
                                                          std::chrono::system_clock::time_point now,
                                                          std::uint64_t randomBits) {
  if (retries >= options.MaxRetries || !MayPass(outcome)) return std::nullopt;
  if (isSend && options.Sends == SendRetry::AtMostOnce && MayHaveBeenAccepted(outcome)) {
    return std::nullopt;
  }
  if (!outcome.HasResponse()) {
    if (outcome.Failure().ReusedConnection) return std::chrono::milliseconds(0);
    return BackOff(retries, options, randomBits);
  }
  const auto told = ReadRetryAfter(outcome.Response().Headers(), now);
  return std::max(told.value_or(std::chrono::milliseconds(0)),
                  BackOff(retries, options, randomBits));
}

}  // namespace Azure::Messaging::WebPubSub
