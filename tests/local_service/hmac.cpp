#include "local_service/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace Azure::Messaging::WebPubSub::LocalService {

std::string HmacSha256(std::string_view key, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
