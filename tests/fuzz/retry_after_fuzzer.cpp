// Retry-After gives a wait between zero and a hundred years, and an HTTP date stays the same after
// writing and reading it again.

#include <ctime>
#include <stdexcept>
#include <string>

#include "fuzz_target.hpp"
#include "http/http_date.hpp"
#include "pipeline/retry.hpp"

using namespace Azure::Messaging::WebPubSub;
using namespace Azure::Messaging::WebPubSub::Detail;
using std::chrono::system_clock;

namespace {

std::string WriteHttpDate(system_clock::time_point time) {
  const std::time_t seconds = system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = Fuzz::Text(data, size);
  const std::string name(Fuzz::TakeLine(rest));
  const std::string value(rest);
  try {
    HttpHeaders headers;
    headers.Set(name.empty() ? "Retry-After" : name, value);
    const auto wait =
        ReadRetryAfter(headers, system_clock::time_point(std::chrono::hours(500'000)));
    if (wait) {
      Fuzz::Require(wait->count() >= 0, "a wait isn't negative");
      Fuzz::Require(*wait <= std::chrono::hours(100 * 365 * 24), "a wait is at most a century");
    }
  } catch (const std::invalid_argument&) {  // not a valid header
  }
  const auto date = ParseHttpDate(value);
  const auto isInsideTheClock = [](system_clock::time_point time) {
    return time > system_clock::time_point::min() + std::chrono::hours(1) &&
           time < system_clock::time_point::max() - std::chrono::hours(1);
  };
  if (date && isInsideTheClock(*date)) {
    Fuzz::Require(ParseHttpDate(WriteHttpDate(*date)) == date,
                  "a date is the same when written again");
  }
  return 0;
}
