#include "pipeline/policies/client_request_id.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// A version 4 UUID (RFC 9562) from 128 random bits.
std::string MakeUuid(std::uint64_t high, std::uint64_t low) {
  constexpr char Digits[] = "0123456789abcdef";
  high = (high & ~std::uint64_t{0xf000}) | 0x4000;
  low = (low & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62);
  std::string uuid;
  uuid.reserve(36);
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) uuid += '-';
    const std::uint64_t half = digit < 16 ? high : low;
    uuid += Digits[(half >> (60 - 4 * (digit % 16))) & 0xf];
  }
  return uuid;
}

}  // namespace

void ClientRequestIdPolicy::BeforeAttempt(HttpRequest& request, int /*attempt*/,
                                          const Context& context) const {
  const std::string* chosen = context.ClientRequestId();
  request.Headers().Set(Header, chosen ? *chosen : MakeUuid(random_(), random_()));
}

}  // namespace Azure::Messaging::WebPubSub
