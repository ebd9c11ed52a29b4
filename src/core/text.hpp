#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

// What HTTP needs of letters and blanks: ASCII only, whatever the process's locale is.
namespace Azure::Messaging::WebPubSub {

constexpr std::string_view AsciiBlanks = " \t\r\n\v\f";

inline bool IsBlank(std::string_view text) {
  return text.find_first_not_of(AsciiBlanks) == std::string_view::npos;
}

constexpr char ToLowerAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string ToLowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ToLowerAscii(c);
  return lower;
}

inline bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  return a == b || std::equal(a.begin(), a.end(), b.begin(),
                              [](char x, char y) { return ToLowerAscii(x) == ToLowerAscii(y); });
}

/// A letter, digit or punctuation mark of an HTTP token (RFC 9110, section 5.6.2).
inline bool IsTokenCharacter(char c) {
  static constexpr auto Table = [] {
    std::array<bool, 256> table{};
    for (const char mark : std::string_view("!#$%&'*+-.^_`|~")) {
      table[static_cast<unsigned char>(mark)] = true;
    }
    for (unsigned char digit = '0'; digit <= '9'; ++digit) table[digit] = true;
    for (unsigned char letter = 'A'; letter <= 'Z'; ++letter) table[letter] = true;
    for (unsigned char letter = 'a'; letter <= 'z'; ++letter) table[letter] = true;
    return table;
  }();
  return Table[static_cast<unsigned char>(c)];
}

inline bool IsVisibleAscii(char c) { return c > ' ' && c < '\x7f'; }

/// A text from outside, with blanks for its line breaks and other control characters.
inline std::string InOneLine(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') c = ' ';
  }
  return text;
}

}  // namespace Azure::Messaging::WebPubSub
