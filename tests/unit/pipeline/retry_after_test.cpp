#include "pipeline/retry_after.hpp"

#include <gtest/gtest.h>

#include <ostream>

#include "pipeline/retry.hpp"
#include "support/fake_environment.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds HundredYears = hours(100 * 365 * 24);

struct RetryAfterRow {
  std::string Name;
  HttpHeaders Headers;
  /// Nothing: says nothing that makes sense.
  std::optional<milliseconds> Wait;
};

void PrintTo(const RetryAfterRow& row, std::ostream* out) { *out << row.Name; }

RetryAfterRow Told(std::string name, std::string value, std::optional<milliseconds> wait) {
  return {std::move(name), {{"Retry-After", std::move(value)}}, wait};
}

class RetryAfter : public ::testing::TestWithParam<RetryAfterRow> {};

// The time is 2026-01-31T12:00:00Z.
TEST_P(RetryAfter, SaysHowLong) {
  EXPECT_EQ(ReadRetryAfter(GetParam().Headers, Testing::FakeEnvironment::Start()), GetParam().Wait);
}

INSTANTIATE_TEST_SUITE_P(
    Seconds, RetryAfter,
    ::testing::Values(RetryAfterRow{"Nothing", {}, std::nullopt}, Told("One", "1", seconds(1)),
                      Told("Minutes", "120", seconds(120)), Told("Zero", "0", seconds(0)),
                      Told("LeadingZeros", "007", seconds(7)),
                      Told("Century", "3153600000", HundredYears),
                      Told("MoreThanACentury", "3153600001", HundredYears),
                      Told("MoreThan32Bits", "4294967296", HundredYears),
                      Told("MoreThan64Bits", "99999999999999999999999", HundredYears),
                      Told("Negative", "-1", std::nullopt), Told("Plus", "+1", std::nullopt),
                      Told("Fraction", "1.5", std::nullopt), Told("Hex", "0x10", std::nullopt),
                      Told("Unit", "1s", std::nullopt), Told("Empty", "", std::nullopt),
                      Told("Blank", " ", std::nullopt), Told("Word", "soon", std::nullopt)),
    [](const auto& test) { return test.param.Name; });

INSTANTIATE_TEST_SUITE_P(
    Dates, RetryAfter,
    ::testing::Values(Told("Imf", "Sat, 31 Jan 2026 12:00:10 GMT", seconds(10)),
                      Told("Rfc850", "Saturday, 31-Jan-26 12:00:10 GMT", seconds(10)),
                      Told("Asctime", "Sat Jan 31 12:00:10 2026", seconds(10)),
                      Told("Tomorrow", "Sun, 01 Feb 2026 12:00:00 GMT", hours(24)),
                      Told("Now", "Sat, 31 Jan 2026 12:00:00 GMT", seconds(0)),
                      Told("Past", "Sat, 31 Jan 2026 11:59:59 GMT", seconds(0)),
                      Told("LongPast", "Sat, 01 Jan 0000 00:00:00 GMT", seconds(0)),
                      Told("NextCentury", "Thu, 31 Jan 2126 12:00:00 GMT", HundredYears),
                      Told("EndOfTime", "Fri, 31 Dec 9999 23:59:59 GMT", HundredYears),
                      Told("NoDate", "Sat, 31 Feb 2026 12:00:10 GMT", std::nullopt)),
    [](const auto& test) { return test.param.Name; });

INSTANTIATE_TEST_SUITE_P(
    Milliseconds, RetryAfter,
    ::testing::Values(
        RetryAfterRow{"Ms", {{"retry-after-ms", "1500"}}, milliseconds(1500)},
        RetryAfterRow{"XMs", {{"x-ms-retry-after-ms", "1500"}}, milliseconds(1500)},
        RetryAfterRow{"AnyCase", {{"RETRY-AFTER-MS", "1500"}}, milliseconds(1500)},
        RetryAfterRow{"Zero", {{"retry-after-ms", "0"}}, milliseconds(0)},
        RetryAfterRow{"Overflow", {{"retry-after-ms", "9223372036854775808"}}, HundredYears},
        RetryAfterRow{"Century", {{"retry-after-ms", "3153600000001"}}, HundredYears},
        RetryAfterRow{
            "NoDates", {{"retry-after-ms", "Sat, 31 Jan 2026 12:00:10 GMT"}}, std::nullopt},
        RetryAfterRow{"BeforeSeconds",
                      {{"Retry-After", "9"}, {"x-ms-retry-after-ms", "2"}, {"retry-after-ms", "1"}},
                      milliseconds(1)},
        RetryAfterRow{"XBeforeSeconds",
                      {{"Retry-After", "9"}, {"x-ms-retry-after-ms", "2"}},
                      milliseconds(2)},
        RetryAfterRow{"GarbageIsPassedOver",
                      {{"retry-after-ms", "-1"}, {"x-ms-retry-after-ms", ""}, {"Retry-After", "9"}},
                      seconds(9)}),
    [](const auto& test) { return test.param.Name; });

TEST(RetryAfter, RoundsADateUpToTheNextMillisecond) {
  const auto now = Testing::FakeEnvironment::Start() + std::chrono::microseconds(999'500);
  EXPECT_EQ(ReadRetryAfter({{"Retry-After", "Sat, 31 Jan 2026 12:00:01 GMT"}}, now),
            milliseconds(1));
}

// No set of options makes a wait that the clock can't hold.
TEST(DelayBeforeRetry, IsNeverLongerThanACentury) {
  RetryOptions options;
  options.MaxRetries = 1'000'000;
  options.Delay = milliseconds::max();
  options.MaxDelay = milliseconds::max();
  for (const int retries : {0, 1, 61, 62, 63, 64, 999'999}) {
    EXPECT_EQ(DelayBeforeRetry(HttpResponse(503), retries, false, options,
                               Testing::FakeEnvironment::Start(), ~std::uint64_t{0}),
              HundredYears)
        << retries;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub
