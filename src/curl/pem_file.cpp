#include "curl/pem_file.hpp"

#include <openssl/pem.h>

#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

PemFile OpenPemFile(const std::string& path) {
  std::FILE* const file = OpenToRead(path.c_str());
  return PemFile(file != nullptr ? BIO_new_fp(file, BIO_CLOSE) : nullptr);
}

PemBlocks ReadPemBlocks(const PemFile& file) {
  return PemBlocks(PEM_X509_INFO_read_bio(file.get(), nullptr, nullptr, nullptr));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
