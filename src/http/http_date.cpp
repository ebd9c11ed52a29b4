#include "http/http_date.hpp"

#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

namespace Azure::Messaging::WebPubSub {
namespace {

// The number of days from 1970-01-01 to a date of the Gregorian calendar. (timegm is not portable.)
std::int64_t DaysSinceEpoch(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t yearOfEra = year - era * 400;
  const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

std::optional<std::tm> Parse(const std::string& text, const char* format) {
  std::istringstream stream(text);
  stream.imbue(std::locale::classic());
  std::tm time{};
  stream >> std::get_time(&time, format);
  if (stream.fail() || stream.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return time;
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> ParseHttpDate(const std::string& text) {
  for (const char* format :
       {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"}) {
    if (const auto time = Parse(text, format)) {
      const std::int64_t days =
          DaysSinceEpoch(std::int64_t{time->tm_year} + 1900, time->tm_mon + 1, time->tm_mday);
      return std::chrono::system_clock::time_point(std::chrono::seconds(
          ((days * 24 + time->tm_hour) * 60 + time->tm_min) * 60 + time->tm_sec));
    }
  }
  return std::nullopt;
}

}  // namespace Azure::Messaging::WebPubSub
