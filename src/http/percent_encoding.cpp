#include "http/percent_encoding.hpp"

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
  for (const char c : text) {
    if (isKept(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += Digits[byte >> 4];
      out += Digits[byte & 0xf];
    }
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
