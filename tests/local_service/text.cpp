#include "local_service/text.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The value of the percent-encoded byte at the beginning of a text, or -1 if there is none.
int EscapedByte(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return -1;
  const int high = HexValue(text[1]);
  const int low = HexValue(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string EncodedByte(char c) {
  constexpr char Digits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'%', Digits[byte >> 4], Digits[byte & 0xf]};
}

std::string Decode(std::string_view text, bool keepsSlash) {
  std::string decoded;
  while (!text.empty()) {
    const int byte = EscapedByte(text);
    const bool decodes = byte >= 0 && !(keepsSlash && byte == '/');
    decoded += decodes ? static_cast<char>(byte) : text.front();
    text.remove_prefix(decodes ? 3 : 1);
  }
  return decoded;
}

// Removes one character from the beginning of a UTF-8 text and returns it. Returns U+FFFD for a
// byte that begins no valid character.
char32_t TakeCharacter(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  char32_t character = length == 1 ? lead : lead & (0xffU >> (length + 1));
  bool valid = length > 0 && length <= text.size();
  for (std::size_t i = 1; valid && i < length; ++i) {
    valid = (byte(i) & 0xc0) == 0x80;
    character = character << 6 | (byte(i) & 0x3f);
  }
  valid = valid && !(length == 3 && character < 0x800) && !(length == 4 && character < 0x10000) &&
          !(character >= 0xd800 && character <= 0xdfff) && character <= 0x10ffff;
  text.remove_prefix(valid ? length : 1);
  return valid ? character : 0xfffd;
}

void AppendEscape(std::string& out, char16_t unit) {
  constexpr char Digits[] = "0123456789ABCDEF";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += Digits[(unit >> shift) & 0xf];
}

}  // namespace

std::string ToLower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) { return ToLower(a) == ToLower(b); }

bool IsBlank(std::string_view text) { return TrimBlanks(text).empty(); }

std::string_view TrimBlanks(std::string_view text) {
  constexpr const char* Blanks = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(Blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(Blanks) - begin + 1);
}

std::vector<std::string> SplitList(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::string_view part = list.substr(0, list.find(','));
    if (!IsBlank(part)) parts.emplace_back(TrimBlanks(part));
    list.remove_prefix(std::min(part.size() + 1, list.size()));
  }
  return parts;
}

bool IsHubName(std::string_view name) {
  return !name.empty() && name.size() <= 128 && IsLetter(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return IsLetter(c) || IsDigit(c) ||
                  std::string_view("_`,.[]").find(c) != std::string_view::npos;
         });
}

bool IsGroupName(std::string_view name) {
  return !IsBlank(name) && name.find('\n') == std::string_view::npos &&
         ToUtf16(name).size() <= 1024;
}

std::string PercentDecode(std::string_view text) { return Decode(text, false); }

std::string DecodePathSegment(std::string_view segment) { return Decode(segment, true); }

std::string EncodePath(std::string_view path) {
  std::string encoded;
  for (std::size_t at = 0; at < path.size(); ++at) {
    const char c = path[at];
    const bool stays = IsLetter(c) || IsDigit(c) ||
                       std::string_view("/-._~!$&'()*+,;=:@").find(c) != std::string_view::npos ||
                       EscapedByte(path.substr(at)) >= 0;
    encoded += stays ? std::string(1, c) : EncodedByte(c);
  }
  return encoded;
}

std::string PercentEncode(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool stays =
        IsLetter(c) || IsDigit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
    encoded += stays ? std::string(1, c) : EncodedByte(c);
  }
  return encoded;
}

std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    std::string parameter(query.substr(0, query.find('&')));
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
    if (parameter.empty()) continue;
    std::replace(parameter.begin(), parameter.end(), '+', ' ');
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    parameters.emplace_back(PercentDecode(std::string_view(parameter).substr(0, equals)),
                            equals < parameter.size()
                                ? PercentDecode(std::string_view(parameter).substr(equals + 1))
                                : std::string());
  }
  return parameters;
}

std::u16string ToUtf16(std::string_view utf8) {
  std::u16string units;
  while (!utf8.empty()) {
    const char32_t character = TakeCharacter(utf8);
    if (character < 0x10000) {
      units += static_cast<char16_t>(character);
    } else {
      units += static_cast<char16_t>(0xd7c0 + (character >> 10));
      units += static_cast<char16_t>(0xdc00 + (character & 0x3ff));
    }
  }
  return units;
}

std::string QuoteJson(std::string_view text) {
  std::string quoted = "\"";
  for (const char16_t unit : ToUtf16(text)) {
    switch (unit) {
      case u'\b':
        quoted += "\\b";
        break;
      case u'\t':
        quoted += "\\t";
        break;
      case u'\n':
        quoted += "\\n";
        break;
      case u'\f':
        quoted += "\\f";
        break;
      case u'\r':
        quoted += "\\r";
        break;
      case u'\\':
        quoted += "\\\\";
        break;
      default: {
        const bool plain =
            unit >= 0x20 && unit < 0x7f &&
            std::string_view("\"<>&'+`").find(static_cast<char>(unit)) == std::string_view::npos;
        if (plain) {
          quoted += static_cast<char>(unit);
        } else {
          AppendEscape(quoted, unit);
        }
      }
    }
  }
  return quoted += '"';
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.size() - std::min(text.find('='), text.size());
  const std::string_view digits = text.substr(0, text.size() - padding);
  const bool valid =
      padding <= 2 && text.substr(digits.size()).find_first_not_of('=') == std::string_view::npos &&
      std::all_of(digits.begin(), digits.end(),
                  [](char c) { return IsLetter(c) || IsDigit(c) || c == '+' || c == '/'; });
  if (!valid) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                  reinterpret_cast<const unsigned char*>(text.data()),
                  static_cast<int>(text.size()));
  bytes.resize(bytes.size() - padding);
  return bytes;
}

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  std::string plain(text);
  if (plain.find_first_of("+/=") != std::string::npos) return std::nullopt;
  std::replace(plain.begin(), plain.end(), '-', '+');
  std::replace(plain.begin(), plain.end(), '_', '/');
  plain.resize((plain.size() + 3) / 4 * 4, '=');
  return DecodeBase64(plain);
}

std::string EncodeBase64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string EncodeBase64Url(std::string_view bytes) {
  std::string text = EncodeBase64(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

std::string ToHex(std::string_view bytes) {
  constexpr char Digits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += Digits[byte >> 4];
    text += Digits[byte & 0xf];
  }
  return text;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
