#include "local_service/filter_characters.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {
namespace {

struct Letters {
  char16_t FirstLower;
  char16_t LastLower;
  char16_t DistanceToUpper;
};

constexpr Letters Alphabets[] = {
    {u'a', u'z', 32},           {u'\u00e0', u'\u00f6', 32}, {u'\u00f8', u'\u00fe', 32},
    {u'\u03b1', u'\u03c1', 32}, {u'\u03c3', u'\u03cb', 32}, {u'\u0430', u'\u044f', 32},
    {u'\u0450', u'\u045f', 80},
};

constexpr const char16_t* WhiteSpace =
    u"\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    u"\u200a\u2028\u2029\u202f\u205f\u3000";

char16_t ToLower(char16_t unit) {
  for (const Letters& letters : Alphabets) {
    const auto lower = static_cast<char16_t>(unit + letters.DistanceToUpper);
    if (lower >= letters.FirstLower && lower <= letters.LastLower) return lower;
  }
  return unit;
}

char16_t ToUpper(char16_t unit) {
  for (const Letters& letters : Alphabets) {
    if (unit >= letters.FirstLower && unit <= letters.LastLower) {
      return static_cast<char16_t>(unit - letters.DistanceToUpper);
    }
  }
  return unit;
}

}  // namespace

std::u16string ToLower(std::u16string text) {
  for (char16_t& unit : text) unit = ToLower(unit);
  return text;
}

std::u16string ToUpper(std::u16string text) {
  for (char16_t& unit : text) unit = ToUpper(unit);
  return text;
}

bool IsIgnorable(char16_t unit) {
  return unit == u'\u00ad' || (unit >= u'\u200b' && unit <= u'\u200f') ||
         (unit >= u'\u2060' && unit <= u'\u2064') || unit == u'\ufeff';
}

std::u16string Trim(const std::u16string& text) {
  const std::size_t begin = text.find_first_not_of(WhiteSpace);
  if (begin == std::u16string::npos) return {};
  return text.substr(begin, text.find_last_not_of(WhiteSpace) - begin + 1);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
