#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

// Character classes and small operations on text: ASCII only, whatever the process's locale is.
namespace Azure::Messaging::WebPubSub::Detail {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsAlphanumeric(char c) { return IsLetter(c) || IsDigit(c); }
constexpr bool IsAsciiBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }
constexpr bool IsVisibleAscii(char c) { return c > ' ' && c < '\x7f'; }
constexpr bool IsPrintableAscii(char c) { return IsVisibleAscii(c) || c == ' '; }

/// A letter, digit or punctuation mark of an HTTP token (RFC 9110, section 5.6.2).
inline bool IsTokenCharacter(char c) {
  static constexpr auto Table = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const char character = static_cast<char>(i);
      table[i] = IsAlphanumeric(character) ||
                 std::string_view("!#$%&'*+-.^_`|~").find(character) != std::string_view::npos;
    }
    return table;
  }();
  return Table[static_cast<unsigned char>(c)];
}

/// Whether every character of `text` is of a class; true for an empty text.
template <class Class>
bool AllOf(std::string_view text, Class isMember) {
  for (const char c : text) {
    if (!isMember(c)) return false;
  }
  return true;
}

/// The pieces one after the other, in one allocation.
std::string Concat(std::initializer_list<std::string_view> pieces);

/// Whether `text` is empty or holds nothing but blanks.
bool IsBlank(std::string_view text);

/// Whether `text` begins or ends with a character that is easily copied along unseen: white space,
/// a control character, or a character without a width, such as a byte-order mark.
bool HasOuterWhiteSpace(std::string_view text);

/// `text` without blanks at either end.
std::string_view Trim(std::string_view text);

constexpr char ToLowerAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
std::string ToLowerAscii(std::string_view text);
/// Like EqualsIgnoringCase, for texts of the same length.
bool HasSameLetters(std::string_view a, std::string_view b);
/// The length tells most header names apart without a call.
inline bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && HasSameLetters(a, b);
}

/// Text from outside, with blanks in the place of line breaks and other control characters.
std::string InOneLine(std::string text);

}  // namespace Azure::Messaging::WebPubSub::Detail
