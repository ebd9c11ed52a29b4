#include "pipeline/retry_after.hpp"

#include <algorithm>
#include <charconv>

#include "http/http_date.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds HundredYears = std::chrono::hours(100 * 365 * 24);

// Only digits count; a number too large for 64 bits is very long.
std::optional<std::int64_t> ParseNumber(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  (void)end;
  return error == std::errc::result_out_of_range ? INT64_MAX : number;
}

milliseconds AtMostHundredYears(std::int64_t count, milliseconds unit) {
  return std::min(count, HundredYears / unit) * unit;
}

}  // namespace

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
  if (*date <= now) return milliseconds(0);
  return std::min(std::chrono::ceil<milliseconds>(*date - now), HundredYears);
}

}  // namespace Azure::Messaging::WebPubSub
