#include "local_service/random_id.hpp"

#include <openssl/rand.h>

#include <stdexcept>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

std::string MakeRandomId() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1)
    throw std::runtime_error("OpenSSL has no random bytes");
  return ToHex({reinterpret_cast<const char*>(bytes), sizeof(bytes)});
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
