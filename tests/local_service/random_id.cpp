#include "local_service/random_id.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace Azure::Messaging::WebPubSub::LocalService {

std::string MakeRandomId() {
  constexpr char Digits[] = "0123456789abcdef";
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1)
    throw std::runtime_error("OpenSSL has no random bytes");
  std::string id;
  for (const unsigned char byte : bytes) {
    id += Digits[byte >> 4];
    id += Digits[byte & 0xf];
  }
  return id;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
