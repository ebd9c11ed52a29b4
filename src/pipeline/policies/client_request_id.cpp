#include "pipeline/policies/client_request_id.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// The two digits of each byte: every call has an id.
constexpr auto HexDigits = [] {
  constexpr std::string_view Digits = "0123456789abcdef";
  std::array<char, std::size_t{2} * 256> pairs{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    pairs[2 * byte] = Digits[byte >> 4];
    pairs[2 * byte + 1] = Digits[byte & 0xf];
  }
  return pairs;
}();

// Writes the last so many bytes of a number in hexadecimal digits.
void WriteHex(char* out, int bytes, std::uint64_t number) {
  for (int byte = bytes - 1; byte >= 0; --byte, number >>= 8) {
    std::memcpy(out + std::ptrdiff_t{2} * byte, &HexDigits[std::size_t{2} * (number & 0xff)], 2);
  }
}

// A version 4 UUID (RFC 9562) from 128 random bits.
std::string MakeUuid(std::uint64_t high, std::uint64_t low) {
  high = (high & ~std::uint64_t{0xf000}) | 0x4000;
  low = (low & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62);
  std::string uuid(36, '-');
  WriteHex(&uuid[0], 4, high >> 32);
  WriteHex(&uuid[9], 2, high >> 16);
  WriteHex(&uuid[14], 2, high);
  WriteHex(&uuid[19], 2, low >> 48);
  WriteHex(&uuid[24], 6, low);
  return uuid;
}

}  // namespace

void ClientRequestIdPolicy::OnRequest(HttpRequest& request, int /*attempt*/,
                                      const Context& context) const {
  const std::string* chosen = context.ClientRequestId();
  ValidFields(request.Headers()).Set(Header, chosen ? *chosen : MakeUuid(random_(), random_()));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
