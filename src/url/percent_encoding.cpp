#include "url/percent_encoding.hpp"

#include <algorithm>

namespace Azure::Messaging::WebPubSub {
namespace {

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool IsUrlCharacter(char c) {
  return IsUnreserved(c) ||
         std::string_view("!$&'()*+,;=:@/?#[]%").find(c) != std::string_view::npos;
}

template <class Kept>
void AppendEncoded(std::string& out, std::string_view text, Kept isKept) {
  static constexpr char Digits[] = "0123456789ABCDEF";
  while (true) {
    const auto kept = std::find_if_not(text.begin(), text.end(), isKept);
    out.append(text.begin(), kept);
    if (kept == text.end()) return;
    const auto byte = static_cast<unsigned char>(*kept);
    out += '%';
    out += Digits[byte >> 4];
    out += Digits[byte & 0xf];
    text.remove_prefix(static_cast<std::size_t>(kept - text.begin()) + 1);
  }
}

}  // namespace

void AppendPercentEncoded(std::string& out, std::string_view text) {
  AppendEncoded(out, text, IsUnreserved);
}

std::string EncodeForbiddenCharacters(std::string_view text) {
  std::string encoded;
  AppendEncoded(encoded, text, IsUrlCharacter);
  return encoded;
}

}  // namespace Azure::Messaging::WebPubSub
