#pragma once

#include <algorithm>
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
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return ToLowerAscii(x) == ToLowerAscii(y);
         });
}

/// A letter, digit or punctuation mark of an HTTP token (RFC 9110, section 5.6.2).
inline bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

inline bool IsVisibleAscii(char c) { return c > ' ' && c < '\x7f'; }

}  // namespace Azure::Messaging::WebPubSub
