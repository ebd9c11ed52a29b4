#include "pipeline/retry.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "core/text.hpp"
#include "http/http_date.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::milliseconds;

// What the service responded, or a proxy in its place; null if nobody did.
const HttpResponse* ResponseOf(const AttemptOutcome& outcome) {
  return outcome.HasResponse() ? &outcome.Response() : outcome.Failure().ProxyResponse.get();
}

bool MayPass(const AttemptOutcome& outcome) {
  const HttpResponse* response = ResponseOf(outcome);
  if (response == nullptr) return !outcome.Failure().IsPermanent;
  switch (response->Status()) {
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

// A longer wait doesn't fit every clock.
constexpr milliseconds HundredYears = std::chrono::hours(100 * 365 * 24);

// From 0 up to 1.
double Fraction(std::uint64_t randomBits) {
  return static_cast<double>(randomBits >> 11) * 0x1.0p-53;
}

// 0.8 s, 1.6 s, 3.2 s, …, each times a factor.
milliseconds BackOff(int retries, const RetryOptions& options, double factor) {
  const double delay =
      static_cast<double>(options.Delay.count()) * std::pow(2.0, std::min(retries, 62)) * factor;
  const auto longest = static_cast<double>(std::min(options.MaxDelay, HundredYears).count());
  return milliseconds(static_cast<std::int64_t>(std::min(delay, longest)));
}

// From one time to another. Both may be at an end of the clock, so that their distance overflows
// it.
milliseconds WaitUntil(std::chrono::system_clock::time_point date,
                       std::chrono::system_clock::time_point now) {
  if (date <= now) return milliseconds(0);
  const auto end = std::chrono::ceil<milliseconds>(date.time_since_epoch());
  return std::min(end - std::chrono::floor<milliseconds>(now.time_since_epoch()), HundredYears);
}

// Only digits count; a number too large for 64 bits is very long.
std::optional<std::int64_t> ParseNumber(const std::string& text) {
  if (text.empty() || !AllOf(text, IsDigit)) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  (void)end;
  return error == std::errc::result_out_of_range ? INT64_MAX : number;
}

milliseconds AtMostHundredYears(std::int64_t count, milliseconds unit) {
  return std::min(count, HundredYears / unit) * unit;
}

}  // namespace

bool MayHaveBeenAccepted(const AttemptOutcome& outcome) {
  if (!outcome.HasResponse()) return outcome.Failure().RequestMayHaveBeenSent;
  const int status = outcome.Response().Status();
  // 408 and 429 mean that the request was not processed; 501, that it can't be. A 503 may come from
  // a gateway that lost the connection to a service which has the request. An unexpected 2xx, for
  // example from a gateway, may mean that the request was processed.
  return status < 300 || (status >= 500 && status != 501);
}

std::optional<milliseconds> DelayBeforeRetry(const AttemptOutcome& outcome, int retries,
                                             const OperationRequest& operation,
                                             const RetryOptions& options,
                                             std::chrono::system_clock::time_point now,
                                             std::uint64_t randomBits) {
  if (retries >= options.MaxRetries || !MayPass(outcome)) return std::nullopt;
  if (operation.IsSend && options.Sends == SendRetry::AtMostOnce && MayHaveBeenAccepted(outcome)) {
    return std::nullopt;
  }
  if (!outcome.HasResponse() && outcome.Failure().ReusedConnection) return milliseconds(0);
  const HttpResponse* response = ResponseOf(outcome);
  const double fraction = Fraction(randomBits);
  const milliseconds backOff = BackOff(retries, options, 0.8 + 0.4 * fraction);
  if (response == nullptr) return backOff;
  const auto demanded = ReadRetryAfter(response->Headers(), now);
  if (!demanded) return backOff;
  // All of them may have been given the same wait.
  const milliseconds spread =
      operation.IsOneOfMany ? BackOff(retries, options, fraction) : milliseconds(0);
  return std::max(std::min(*demanded + spread, HundredYears), backOff);
}

bool DemandsTooLongAWait(const AttemptOutcome& outcome, const RetryOptions& options,
                         std::chrono::system_clock::time_point now) {
  const HttpResponse* response = ResponseOf(outcome);
  return response != nullptr && ReadRetryAfter(response->Headers(), now) > options.MaxRetryAfter;
}

std::optional<milliseconds> ReadRetryAfter(const HttpHeaders& headers,
                                           std::chrono::system_clock::time_point now) {
  for (const char* name : {"retry-after-ms", "x-ms-retry-after-ms"}) {
    const std::string* value = headers.Find(name);
    const auto number = value ? ParseNumber(*value) : std::nullopt;
    if (number) return AtMostHundredYears(*number, milliseconds(1));
  }
  const std::string* value = headers.Find("Retry-After");
  if (value == nullptr) return std::nullopt;
  if (const auto seconds = ParseNumber(*value))
    return AtMostHundredYears(*seconds, milliseconds(1000));
  const auto date = ParseHttpDate(*value);
  if (!date) return std::nullopt;
  const std::string* sent = headers.Find("Date");
  return WaitUntil(*date, (sent ? ParseHttpDate(*sent) : std::nullopt).value_or(now));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
