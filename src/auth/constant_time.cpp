#include "auth/constant_time.hpp"

#include <openssl/crypto.h>

namespace Azure::Messaging::WebPubSub::Detail {

bool EqualInConstantTime(const HmacSha256::Signature& a, const HmacSha256::Signature& b) noexcept {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
