#include <gtest/gtest.h>

#include <ostream>

#include "pipeline/retry.hpp"
#include "support/fake_environment.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds HundredYears = hours(100 * 365 * 24);

struct RetryAfterRow {
  std::string Name;
  HttpHeaders Headers;
  /// Empty if the headers hold no valid wait.
  std::optional<milliseconds> Wait;
};

void PrintTo(const RetryAfterRow& row, std::ostream* out) { *out << row.Name; }

RetryAfterRow Header(std::string name, std::string value, std::optional<milliseconds> wait) {
  return {std::move(name), {{"Retry-After", std::move(value)}}, wait};
}

class RetryAfter : public ::testing::TestWithParam<RetryAfterRow> {};

// The time is 2026-01-31T12:00:00Z.
TEST_P(RetryAfter, IsParsedOrIgnored) {
  EXPECT_EQ(ReadRetryAfter(GetParam().Headers, Testing::FakeEnvironment::Start()), GetParam().Wait);
}

INSTANTIATE_TEST_SUITE_P(
    Seconds, RetryAfter,
    ::testing::Values(RetryAfterRow{"Nothing", {}, std::nullopt}, Header("One", "1", seconds(1)),
                      Header("Minutes", "120", seconds(120)), Header("Zero", "0", seconds(0)),
                      Header("LeadingZeros", "007", seconds(7)),
                      Header("Century", "3153600000", HundredYears),
                      Header("MoreThanACentury", "3153600001", HundredYears),
                      Header("MoreThan32Bits", "4294967296", HundredYears),
                      Header("MoreThan64Bits", "99999999999999999999999", HundredYears),
                      Header("Negative", "-1", std::nullopt), Header("Plus", "+1", std::nullopt),
                      Header("Fraction", "1.5", std::nullopt), Header("Hex", "0x10", std::nullopt),
                      Header("Unit", "1s", std::nullopt), Header("Empty", "", std::nullopt),
                      Header("Blank", " ", std::nullopt), Header("Word", "soon", std::nullopt)),
    [](const auto& test) { return test.param.Name; });

INSTANTIATE_TEST_SUITE_P(
    Dates, RetryAfter,
    ::testing::Values(Header("Imf", "Sat, 31 Jan 2026 12:00:10 GMT", seconds(10)),
                      Header("Rfc850", "Saturday, 31-Jan-26 12:00:10 GMT", seconds(10)),
                      Header("Asctime", "Sat Jan 31 12:00:10 2026", seconds(10)),
                      Header("Tomorrow", "Sun, 01 Feb 2026 12:00:00 GMT", hours(24)),
                      Header("Now", "Sat, 31 Jan 2026 12:00:00 GMT", seconds(0)),
                      Header("Past", "Sat, 31 Jan 2026 11:59:59 GMT", seconds(0)),
                      Header("LongPast", "Sat, 01 Jan 0000 00:00:00 GMT", seconds(0)),
                      Header("NextCentury", "Thu, 31 Jan 2126 12:00:00 GMT", HundredYears),
                      Header("EndOfTime", "Fri, 31 Dec 9999 23:59:59 GMT", HundredYears),
                      Header("NoDate", "Sat, 31 Feb 2026 12:00:10 GMT", std::nullopt)),
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

// A date counts from the response's own: the client's clock may be wrong.
RetryAfterRow Dated(std::string name, std::string date, std::string retryAfter,
                    std::optional<milliseconds> wait) {
  return {
      std::move(name), {{"Date", std::move(date)}, {"Retry-After", std::move(retryAfter)}}, wait};
}

INSTANTIATE_TEST_SUITE_P(
    DatesOfTheResponse, RetryAfter,
    ::testing::Values(
        Dated("ClientIsLate", "Sat, 31 Jan 2026 15:00:00 GMT", "Sat, 31 Jan 2026 15:00:05 GMT",
              seconds(5)),
        Dated("ClientIsEarly", "Sat, 31 Jan 2026 09:00:00 GMT", "Sat, 31 Jan 2026 09:00:05 GMT",
              seconds(5)),
        Dated("ClientIsYearsOff", "Tue, 01 Jan 2036 00:00:00 GMT", "Tue, 01 Jan 2036 00:01:00 GMT",
              seconds(60)),
        Dated("OtherForms", "Saturday, 31-Jan-26 15:00:00 GMT", "Sat Jan 31 15:00:05 2026",
              seconds(5)),
        Dated("Now", "Sat, 31 Jan 2026 15:00:05 GMT", "Sat, 31 Jan 2026 15:00:05 GMT", seconds(0)),
        Dated("Past", "Sat, 31 Jan 2026 15:00:05 GMT", "Sat, 31 Jan 2026 15:00:00 GMT", seconds(0)),
        Dated("NoDate", "yesterday", "Sat, 31 Jan 2026 12:00:10 GMT", seconds(10)),
        Dated("EmptyDate", "", "Sat, 31 Jan 2026 12:00:10 GMT", seconds(10)),
        Dated("SecondsNeedNone", "Sat, 31 Jan 2026 15:00:00 GMT", "7", seconds(7)),
        Dated("FromEndToEnd", "Sat, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
              HundredYears),
        Dated("FromEndToStart", "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0000 00:00:00 GMT",
              seconds(0))),
    [](const auto& test) { return test.param.Name; });

TEST(RetryAfter, RoundsADateUpToTheNextMillisecond) {
  const auto now = Testing::FakeEnvironment::Start() + std::chrono::microseconds(999'500);
  EXPECT_EQ(ReadRetryAfter({{"Retry-After", "Sat, 31 Jan 2026 12:00:01 GMT"}}, now),
            milliseconds(1));
}

std::optional<milliseconds> Delay(const HttpResponse& response, bool oneOfMany, std::uint64_t bits,
                                  const RetryOptions& options = {}, int retries = 0) {
  OperationRequest operation{"SendToUser", HttpRequest(HttpMethod::Post, "https://wps.example/")};
  operation.IsOneOfMany = oneOfMany;
  return DelayBeforeRetry(response, retries, operation, options, Testing::FakeEnvironment::Start(),
                          bits);
}

HttpResponse Demanding(const std::string& seconds) {
  HttpResponse response(429);
  response.Headers().Set("Retry-After", seconds);
  return response;
}

// No options produce a wait that overflows the clock.
TEST(DelayBeforeRetry, IsNeverLongerThanACentury) {
  RetryOptions options;
  options.MaxRetries = 1'000'000;
  options.Delay = milliseconds::max();
  options.MaxDelay = milliseconds::max();
  for (const int retries : {0, 1, 61, 62, 63, 64, 999'999}) {
    EXPECT_EQ(Delay(HttpResponse(503), false, ~std::uint64_t{0}, options, retries), HundredYears)
        << retries;
    const HttpResponse century = Demanding("3153600000");
    EXPECT_EQ(Delay(century, true, ~std::uint64_t{0}, options, retries), HundredYears) << retries;
  }
}

// From none to all of the back-off, which doubles from 0.8 s to one minute.
TEST(DelayBeforeRetry, ExceedsWhatWasDemandedOnlyForOneOfMany) {
  const std::uint64_t half = std::uint64_t{1} << 63;
  const HttpResponse response = Demanding("100");
  for (const std::uint64_t bits : {std::uint64_t{0}, half, ~std::uint64_t{0}}) {
    EXPECT_EQ(Delay(response, false, bits), seconds(100));
  }
  EXPECT_EQ(Delay(response, true, 0), seconds(100));
  EXPECT_EQ(Delay(response, true, half), milliseconds(100'400));
  EXPECT_EQ(Delay(response, true, ~std::uint64_t{0}), milliseconds(100'799));
  EXPECT_EQ(Delay(response, true, half, {}, 2), milliseconds(101'600));
  RetryOptions often;
  often.MaxRetries = 100;
  EXPECT_EQ(Delay(response, true, half, often, 50), seconds(160));
}

// Without a demand, the jitter of the back-off is the same for all.
TEST(DelayBeforeRetry, IsTheBackOffWithoutADemand) {
  for (const bool oneOfMany : {false, true}) {
    EXPECT_EQ(Delay(HttpResponse(429), oneOfMany, std::uint64_t{1} << 63), milliseconds(800));
    EXPECT_EQ(Delay(Demanding("0"), oneOfMany, 0), milliseconds(640));
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
