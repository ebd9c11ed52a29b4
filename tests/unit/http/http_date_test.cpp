#include "http/http_date.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::system_clock;

struct DateRow {
  std::string Text;
  /// Seconds since 1970, or nothing if the text isn't a date.
  std::optional<std::int64_t> Seconds;
};

void PrintTo(const DateRow& row, std::ostream* out) { *out << row.Text; }

class HttpDate : public ::testing::TestWithParam<DateRow> {};

TEST_P(HttpDate, IsParsedOrRefused) {
  const auto date = ParseHttpDate(GetParam().Text);
  std::optional<std::int64_t> seconds;
  if (date) {
    seconds = std::chrono::duration_cast<std::chrono::seconds>(date->time_since_epoch()).count();
  }
  EXPECT_EQ(seconds, GetParam().Seconds);
}

INSTANTIATE_TEST_SUITE_P(ThreeForms, HttpDate,
                         ::testing::Values(DateRow{"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
                                           DateRow{"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
                                           DateRow{"Sun Nov  6 08:49:37 1994", 784111777},
                                           DateRow{"Sun Nov 06 08:49:37 1994", 784111777},
                                           DateRow{"Wed Nov 16 08:49:37 1994", 784975777},
                                           DateRow{"Sat, 31 Jan 2026 12:00:00 GMT", 1769860800},
                                           DateRow{"Saturday, 31-Jan-26 12:00:00 GMT",
                                                   1769860800}));

INSTANTIATE_TEST_SUITE_P(Calendar, HttpDate,
                         ::testing::Values(DateRow{"Thu, 01 Jan 1970 00:00:00 GMT", 0},
                                           DateRow{"Wed, 31 Dec 1969 23:59:59 GMT", -1},
                                           DateRow{"Mon, 01 Jan 1900 00:00:00 GMT", -2208988800},
                                           DateRow{"Fri, 01 Mar 1700 00:00:00 GMT", -8515238400},
                                           DateRow{"Tue, 29 Feb 2000 00:00:00 GMT", 951782400},
                                           DateRow{"Thu, 29 Feb 2024 23:59:59 GMT", 1709251199},
                                           DateRow{"Fri, 01 Mar 2024 00:00:00 GMT", 1709251200},
                                           DateRow{"Tue, 19 Jan 2038 03:14:08 GMT", 2147483648},
                                           DateRow{"Tue, 31 Dec 2199 23:59:59 GMT", 7258118399},
                                           // A leap second counts as the next second.
                                           DateRow{"Sat, 31 Dec 2016 23:59:60 GMT", 1483228800},
                                           DateRow{"Wednesday, 31-Dec-69 23:59:59 GMT", 3155759999},
                                           DateRow{"Thursday, 01-Jan-70 00:00:00 GMT", 0},
                                           // The day of the week isn't checked.
                                           DateRow{"Mon, 06 Nov 1994 08:49:37 GMT", 784111777}));

INSTANTIATE_TEST_SUITE_P(
    NoDates, HttpDate,
    ::testing::Values(DateRow{"", std::nullopt}, DateRow{"GMT", std::nullopt},
                      DateRow{"soon", std::nullopt}, DateRow{"120", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08:49:37", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08:49:37 UTC", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08:49:37 +0100", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08:49:37 GMT ", std::nullopt},
                      DateRow{" Sun, 06 Nov 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"06 Nov 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 6 Nov 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, +6 Nov 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 94 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 19945 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov -194 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 Now 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 anF 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 00 Nov 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 31 Nov 1994 08:49:37 GMT", std::nullopt},
                      DateRow{"Sat, 32 Jan 2026 12:00:00 GMT", std::nullopt},
                      DateRow{"Sun, 29 Feb 2023 00:00:00 GMT", std::nullopt},
                      DateRow{"Thu, 29 Feb 1900 00:00:00 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 24:00:00 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08:60:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08:49:61 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 8:49:37 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08:49 GMT", std::nullopt},
                      DateRow{"Sun, 06 Nov 1994 08-49-37 GMT", std::nullopt},
                      DateRow{"Sun Nov 6 08:49:37 1994", std::nullopt},
                      DateRow{"Sun Nov  6 08:49:37 94", std::nullopt},
                      DateRow{"1994-11-06T08:49:37Z", std::nullopt},
                      DateRow{std::string("Sun, 06 Nov 1994 08:49:37 GMT\0", 30), std::nullopt}));

TEST(HttpDate, IsParsedOnlyAsAWhole) {
  for (const std::string whole : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                  "Sun Nov  6 08:49:37 1994"}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_EQ(ParseHttpDate(whole.substr(0, size)), std::nullopt) << whole.substr(0, size);
    }
    EXPECT_NE(ParseHttpDate(whole), std::nullopt) << whole;
  }
}

TEST(HttpDate, IsClampedToTheRangeOfTheClock) {
  const auto last = ParseHttpDate("Fri, 31 Dec 9999 23:59:59 GMT");
  ASSERT_TRUE(last);
  EXPECT_GT(*last, system_clock::time_point::max() - std::chrono::hours(1));
  const auto first = ParseHttpDate("Sat, 01 Jan 0000 00:00:00 GMT");
  ASSERT_TRUE(first);
  EXPECT_LT(*first, system_clock::time_point::min() + std::chrono::hours(1));
}

TEST(InternetTime, IsParsed) {
  using std::chrono::nanoseconds;
  const auto noon = system_clock::from_time_t(1769860800);  // 2026-01-31T12:00:00Z
  EXPECT_EQ(ParseInternetTime("2026-01-31T12:00:00Z"), noon);
  EXPECT_EQ(ParseInternetTime("2026-01-31T13:30:00+01:30"), noon);
  EXPECT_EQ(ParseInternetTime("2026-01-31T07:00:00-05:00"), noon);
  EXPECT_EQ(ParseInternetTime("2026-01-31T12:00:00.5Z"), noon + nanoseconds(500'000'000));
  EXPECT_EQ(ParseInternetTime("2026-01-31T12:00:00.1234567Z"), noon + nanoseconds(123'456'700));
  EXPECT_EQ(ParseInternetTime("2026-01-31T12:00:00.0000000019Z"), noon + nanoseconds(1));
  EXPECT_EQ(ParseInternetTime("1970-01-01T00:00:00Z"), system_clock::from_time_t(0));
  EXPECT_GT(ParseInternetTime("9999-12-31T23:59:59.999Z"), noon);
  EXPECT_LT(ParseInternetTime("0001-01-01T00:00:00Z"), noon);
}

TEST(InternetTime, IsRefused) {
  for (const char* text :
       {"", "Z", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31 12:00:00Z", "2026-01-31T12:00Z",
        "2026-13-01T12:00:00Z", "2026-00-01T12:00:00Z", "2026-02-29T12:00:00Z",
        "2026-01-31T24:00:00Z", "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00+0100",
        "2026-01-31T12:00:00ZZ", "2026-01-31T12:00:00+ab:00", "20260131T120000Z",
        "-026-01-31T12:00:00Z"}) {
    EXPECT_EQ(ParseInternetTime(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
