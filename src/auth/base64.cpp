#include "auth/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>

namespace Azure::Messaging::WebPubSub {

namespace {

// One of the four digits that 24 bits make.
char Digit(std::uint32_t bits, int shift) {
  static constexpr char Digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return Digits[bits >> shift & 63];
}

}  // namespace

// By hand: OpenSSL writes the other alphabet, padded, and putting that right costs more than this.
void AppendBase64Url(std::string& out, std::string_view bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() * 4 + 2) / 3);
  char* end = out.data() + begin;
  const auto byte = [&bytes](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(bytes[i])};
  };
  for (; bytes.size() >= 3; bytes.remove_prefix(3)) {
    const std::uint32_t bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    *end++ = Digit(bits, 18);
    *end++ = Digit(bits, 12);
    *end++ = Digit(bits, 6);
    *end++ = Digit(bits, 0);
  }
  if (bytes.empty()) return;
  const std::uint32_t bits = byte(0) << 16 | (bytes.size() == 2 ? byte(1) << 8 : 0);
  *end++ = Digit(bits, 18);
  *end++ = Digit(bits, 12);
  if (bytes.size() == 2) *end = Digit(bits, 6);
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string padded(text);
  while (!padded.empty() && padded.back() == '=') padded.pop_back();
  const auto isBase64 = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '-' || c == '_';
  };
  if (padded.size() % 4 == 1 || !std::all_of(padded.begin(), padded.end(), isBase64)) {
    return std::nullopt;
  }
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  const std::size_t size = padded.size() * 3 / 4;
  padded.resize((padded.size() + 3) / 4 * 4, '=');
  std::string bytes(padded.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(padded.data()),
                      static_cast<int>(padded.size())) < 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace Azure::Messaging::WebPubSub
