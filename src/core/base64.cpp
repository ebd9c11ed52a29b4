#include "core/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::string_view Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The two digits of each 12 bits: signing encodes hundreds of bytes for every request.
constexpr auto DigitPairs = [] {
  std::array<char, std::size_t{2} * 4096> pairs{};
  for (std::size_t bits = 0; bits < 4096; ++bits) {
    pairs[2 * bits] = Digits[bits >> 6];
    pairs[2 * bits + 1] = Digits[bits & 63];
  }
  return pairs;
}();

constexpr std::uint8_t NoDigit = 64;

constexpr auto DigitValues = [] {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) value = NoDigit;
  for (std::size_t i = 0; i != Digits.size(); ++i) {
    values[static_cast<unsigned char>(Digits[i])] = static_cast<std::uint8_t>(i);
  }
  values['+'] = values['-'];  // base64
  values['/'] = values['_'];
  return values;
}();

}  // namespace

// OpenSSL writes base64 with the other alphabet and padding; converting that costs more than this.
void AppendBase64Url(std::string& out, std::string_view bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() * 4 + 2) / 3);
  char* end = out.data() + begin;
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  for (std::size_t groups = bytes.size() / 3; groups > 0; --groups, at += 3, end += 4) {
    const std::uint32_t bits = std::uint32_t{at[0]} << 16 | std::uint32_t{at[1]} << 8 | at[2];
    std::memcpy(end, &DigitPairs[std::size_t{2} * (bits >> 12)], 2);
    std::memcpy(end + 2, &DigitPairs[std::size_t{2} * (bits & 0xfff)], 2);
  }
  const std::size_t rest = bytes.size() % 3;
  if (rest == 0) return;
  const std::uint32_t bits =
      std::uint32_t{at[0]} << 16 | (rest == 2 ? std::uint32_t{at[1]} << 8 : 0);
  *end++ = Digits[bits >> 18];
  *end++ = Digits[bits >> 12 & 63];
  if (rest == 2) *end = Digits[bits >> 6 & 63];
}

std::string EncodeBase64(std::string_view bytes) {
  std::string text;
  AppendBase64Url(text, bytes);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::uint8_t value = DigitValues[static_cast<unsigned char>(c)];
    if (value == NoDigit) return std::nullopt;
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
