#include "pipeline/policies/client_request_id.hpp"

#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Writes the last so many hexadecimal digits of a number.
void WriteHex(char* out, int digits, std::uint64_t number) {
  for (int digit = digits - 1; digit >= 0; --digit, number >>= 4) {
    out[digit] = "0123456789abcdef"[number & 0xf];
  }
}

// A version 4 UUID (RFC 9562) from 128 random bits.
std::string MakeUuid(std::uint64_t high, std::uint64_t low) {
  high = (high & ~std::uint64_t{0xf000}) | 0x4000;
  low = (low & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62);
  std::string uuid(36, '-');
  WriteHex(&uuid[0], 8, high >> 32);
  WriteHex(&uuid[9], 4, high >> 16);
  WriteHex(&uuid[14], 4, high);
  WriteHex(&uuid[19], 4, low >> 48);
  WriteHex(&uuid[24], 12, low);
  return uuid;
}

}  // namespace

void ClientRequestIdPolicy::OnRequest(HttpRequest& request, int /*attempt*/,
                                      const Context& context) const {
  const std::string* chosen = context.ClientRequestId();
  ValidFields(request.Headers()).Set(Header, chosen ? *chosen : MakeUuid(random_(), random_()));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
