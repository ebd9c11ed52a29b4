#include "compressed.hpp"

#include <cstdint>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::string LittleEndian(std::uint32_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> (8 * i));
  return text;
}

std::string BigEndian(std::uint32_t number) {
  const std::string text = LittleEndian(number, 4);
  return {text.rbegin(), text.rend()};
}

// One block of deflate that stores the text as it is (RFC 1951, 3.2.4).
std::string StoredBlock(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  return '\x01' + LittleEndian(size, 2) + LittleEndian(~size, 2) + std::string(text);
}

std::uint32_t Crc32(std::string_view text) {
  std::uint32_t crc = ~0U;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
  }
  return ~crc;
}

std::uint32_t Adler32(std::string_view text) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : text) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

template <std::size_t Size>
std::string Bytes(const char (&literal)[Size]) {
  return {literal, Size - 1};
}

const std::string& GzipHeader() {
  static const std::string header = Bytes("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03");
  return header;
}

}  // namespace

std::string Gzip(std::string_view text) {
  return GzipHeader() + StoredBlock(text) + LittleEndian(Crc32(text), 4) +
         LittleEndian(static_cast<std::uint32_t>(text.size()), 4);
}

std::string Deflate(std::string_view text) {
  return "\x78\x9c" + StoredBlock(text) + BigEndian(Adler32(text));
}

// What zlib makes of zeros, which is almost nothing but runs of one byte.
std::string GzipBomb() {
  const std::string zeros(4094, '\0');
  const std::string middle(4095, '\x55');
  return GzipHeader() + Bytes("\xec\xc1\x01\x01\x00\x00\x00\x80\x90\xfe\xaf\xee\x08\x0a") + zeros +
         Bytes("\x80\xd9\x83\x03\x01\x00\x00\x00\x00\x20\xff\xd7\x46\x50") + middle +
         Bytes("\x61\x0f\x0e\x04\x00\x00\x00\x00\x80\xfc\x5f\x1b\x41") + middle +
         Bytes("\xa5\x3d\x38\x20\x00\x00\x00\x00\x10\xf2\xff\x75\x43\x02") + zeros.substr(0, 3969) +
         Bytes("\xc0\x55\x4a\xa1\x7c\xa4\x00\x00\x00\x01");
}

}  // namespace Azure::Messaging::WebPubSub::Testing
