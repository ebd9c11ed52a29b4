#include "core/text.hpp"

#include <algorithm>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// U+0085, U+00A0, U+1680, U+2000 to U+200D, U+2028, U+2029, U+202F, U+205F, U+2060, U+3000, U+FEFF.
constexpr std::string_view WhiteSpaceBeyondAscii =
    "\xc2\x85\xc2\xa0\xe1\x9a\x80\xe2\x80\x80\xe2\x80\x81\xe2\x80\x82\xe2\x80\x83\xe2\x80\x84"
    "\xe2\x80\x85\xe2\x80\x86\xe2\x80\x87\xe2\x80\x88\xe2\x80\x89\xe2\x80\x8a\xe2\x80\x8b\xe2\x80"
    "\x8c"
    "\xe2\x80\x8d\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaf\xe2\x81\x9f\xe2\x81\xa0\xe3\x80\x80\xef\xbb"
    "\xbf";

// @param character in UTF-8; whole characters are found in the list, because UTF-8 synchronises
//   itself.
bool IsWhiteSpace(std::string_view character) {
  if (character.size() == 1) return IsControl(character[0]) || character[0] == ' ';
  return !character.empty() && WhiteSpaceBeyondAscii.find(character) != std::string_view::npos;
}

}  // namespace

bool IsBlank(std::string_view text) { return AllOf(text, IsAsciiBlank); }

std::string Concat(std::initializer_list<std::string_view> pieces) {
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  std::string text(size, '\0');
  char* end = text.data();
  for (const std::string_view piece : pieces) end = std::copy(piece.begin(), piece.end(), end);
  return text;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsAsciiBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiBlank(text.back())) text.remove_suffix(1);
  return text;
}

bool HasOuterWhiteSpace(std::string_view text) {
  if (text.empty()) return false;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  std::size_t first = 1;  // the length of the first character
  while (first < text.size() && continues(first)) ++first;
  std::size_t last = text.size() - 1;
  while (last > 0 && continues(last)) --last;
  return IsWhiteSpace(text.substr(0, first)) || IsWhiteSpace(text.substr(last));
}

std::string ToLowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ToLowerAscii(c);
  return lower;
}

bool HasSameLetters(std::string_view a, std::string_view b) {
  return a == b || std::equal(a.begin(), a.end(), b.begin(),
                              [](char x, char y) { return ToLowerAscii(x) == ToLowerAscii(y); });
}

std::string InOneLine(std::string text) {
  std::replace_if(text.begin(), text.end(), IsControl, ' ');
  return text;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
