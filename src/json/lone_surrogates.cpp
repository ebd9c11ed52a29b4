#include <charconv>
#include <cstddef>
#include <string_view>

#include "json/parse_json.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::size_t EscapeSize = 6;

constexpr bool IsHighSurrogate(unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool IsLowSurrogate(unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; }

// The code unit of an escape such as \ud83d; 0 for any other text.
unsigned EscapedUnit(std::string_view text) {
  if (text.size() < EscapeSize || text.substr(0, 2) != "\\u") return 0;
  unsigned unit = 0;
  const char* const end = text.data() + EscapeSize;
  return std::from_chars(text.data() + 2, end, unit, 16).ptr == end ? unit : 0;
}

}  // namespace

std::string ReplaceLoneSurrogates(std::string json) {
  for (std::size_t at = json.find('\\'); at < json.size(); at = json.find('\\', at)) {
    const std::string_view escape = std::string_view(json).substr(at);
    const unsigned unit = EscapedUnit(escape);
    if (IsHighSurrogate(unit) && IsLowSurrogate(EscapedUnit(escape.substr(EscapeSize)))) {
      at += 2 * EscapeSize;
    } else if (IsHighSurrogate(unit) || IsLowSurrogate(unit)) {
      json.replace(at, EscapeSize, "\\ufffd");
      at += EscapeSize;
    } else {
      at += 2;  // A backslash that is escaped begins no escape
    }
  }
  return json;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
