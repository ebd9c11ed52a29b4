#include "http/http_date.hpp"

#include <algorithm>
#include <string_view>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::system_clock;

struct Date {
  int Year = 0;
  int Month = 0;
  int Day = 0;
  int Hour = 0;
  int Minute = 0;
  int Second = 0;
};

// Reads a text from left to right. Errors are sticky.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool IsAtGoodEnd() const { return isGood_ && rest_.empty(); }

  Scanner& Text(std::string_view expected) {
    isGood_ = isGood_ && rest_.substr(0, expected.size()) == expected;
    return Skip(expected.size());
  }
  Scanner& Word() {
    const auto* end = std::find_if_not(rest_.begin(), rest_.end(), IsLetter);
    isGood_ = isGood_ && end != rest_.begin();
    return Skip(static_cast<std::size_t>(end - rest_.begin()));
  }
  Scanner& Number(std::size_t digits, int& number) {
    const std::string_view text = rest_.substr(0, digits);
    isGood_ = isGood_ && text.size() == digits;
    for (const char c : text) {
      isGood_ = isGood_ && IsDigit(c);
      number = number * 10 + (c - '0');
    }
    return Skip(digits);
  }
  Scanner& Month(int& month) {
    constexpr std::string_view Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t at = rest_.size() < 3 ? Months.npos : Months.find(rest_.substr(0, 3));
    isGood_ = isGood_ && at != Months.npos && at % 3 == 0;
    month = static_cast<int>(at / 3) + 1;
    return Skip(3);
  }
  Scanner& Time(Date& date) {
    return Number(2, date.Hour).Text(":").Number(2, date.Minute).Text(":").Number(2, date.Second);
  }
  // Two characters, the first of which may be a blank.
  Scanner& PaddedDay(Date& date) {
    return rest_.substr(0, 1) == " " ? Text(" ").Number(1, date.Day) : Number(2, date.Day);
  }
  // Nothing, or a dot and digits.
  Scanner& Fraction(std::chrono::nanoseconds& fraction) {
    if (rest_.substr(0, 1) != ".") return *this;
    Skip(1);
    isGood_ = isGood_ && !rest_.empty() && IsDigit(rest_.front());
    for (std::int64_t unit = 100'000'000; !rest_.empty() && IsDigit(rest_.front()); unit /= 10) {
      fraction += std::chrono::nanoseconds(unit * (rest_.front() - '0'));
      Skip(1);
    }
    return *this;
  }
  // "Z", or hours and minutes after a sign.
  Scanner& Offset(std::chrono::minutes& offset) {
    if (rest_ == "Z") return Skip(1);
    const int sign = rest_.substr(0, 1) == "-" ? -1 : 1;
    int hours = 0;
    int minutes = 0;
    Text(sign < 0 ? "-" : "+").Number(2, hours).Text(":").Number(2, minutes);
    offset = sign * std::chrono::minutes(hours * 60 + minutes);
    return *this;
  }

 private:
  Scanner& Skip(std::size_t size) {
    rest_.remove_prefix(std::min(size, rest_.size()));
    return *this;
  }

  std::string_view rest_;
  bool isGood_ = true;
};

// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<Date> ParseImfDate(std::string_view text) {
  Date date;
  Scanner scanner(text);
  scanner.Word().Text(", ").Number(2, date.Day).Text(" ").Month(date.Month).Text(" ");
  scanner.Number(4, date.Year).Text(" ").Time(date).Text(" GMT");
  return scanner.IsAtGoodEnd() ? std::optional(date) : std::nullopt;
}

// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<Date> ParseRfc850Date(std::string_view text) {
  Date date;
  Scanner scanner(text);
  scanner.Word().Text(", ").Number(2, date.Day).Text("-").Month(date.Month).Text("-");
  scanner.Number(2, date.Year).Text(" ").Time(date).Text(" GMT");
  date.Year += date.Year < 70 ? 2000 : 1900;
  return scanner.IsAtGoodEnd() ? std::optional(date) : std::nullopt;
}

// Sun Nov  6 08:49:37 1994
std::optional<Date> ParseAsctimeDate(std::string_view text) {
  Date date;
  Scanner scanner(text);
  scanner.Word().Text(" ").Month(date.Month).Text(" ").PaddedDay(date).Text(" ").Time(date);
  scanner.Text(" ").Number(4, date.Year);
  return scanner.IsAtGoodEnd() ? std::optional(date) : std::nullopt;
}

int DaysInMonth(int year, int month) {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool Exists(const Date& date) {
  return date.Month >= 1 && date.Month <= 12 && date.Day >= 1 &&
         date.Day <= DaysInMonth(date.Year, date.Month) && date.Hour < 24 && date.Minute < 60 &&
         date.Second <= 60;  // a leap second
}

// The number of days from 1970-01-01 to a date of the Gregorian calendar. (timegm is not portable.)
std::int64_t DaysSinceEpoch(const Date& date) {
  const std::int64_t year = date.Year - (date.Month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t yearOfEra = year - era * 400;
  const std::int64_t dayOfYear =
      (153 * (date.Month + (date.Month > 2 ? -3 : 9)) + 2) / 5 + date.Day - 1;
  const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

std::chrono::seconds SinceEpoch(const Date& date) {
  const std::int64_t hours = DaysSinceEpoch(date) * 24 + date.Hour;
  return std::chrono::seconds((hours * 60 + date.Minute) * 60 + date.Second);
}

// The clock may end before the year 9999, which some servers send.
system_clock::time_point WithinClock(std::chrono::seconds sinceEpoch) {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const auto first = duration_cast<seconds>(system_clock::time_point::min().time_since_epoch());
  const auto last = duration_cast<seconds>(system_clock::time_point::max().time_since_epoch());
  return system_clock::time_point(std::clamp(sinceEpoch, first, last));
}

}  // namespace

std::optional<system_clock::time_point> ParseHttpDate(std::string_view text) {
  for (const auto parse : {ParseImfDate, ParseRfc850Date, ParseAsctimeDate}) {
    const auto date = parse(text);
    if (date && Exists(*date)) return WithinClock(SinceEpoch(*date));
  }
  return std::nullopt;
}

std::optional<system_clock::time_point> ParseInternetTime(std::string_view text) {
  Date date;
  std::chrono::nanoseconds fraction{0};
  std::chrono::minutes offset{0};
  Scanner scanner(text);
  scanner.Number(4, date.Year).Text("-").Number(2, date.Month).Text("-").Number(2, date.Day);
  scanner.Text("T").Time(date).Fraction(fraction).Offset(offset);
  if (!scanner.IsAtGoodEnd() || !Exists(date)) return std::nullopt;
  const auto second = WithinClock(SinceEpoch(date) - offset);
  const auto last = system_clock::time_point::max() - std::chrono::seconds(1);
  return second + std::chrono::duration_cast<system_clock::duration>(
                      second < last ? fraction : std::chrono::nanoseconds(0));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
