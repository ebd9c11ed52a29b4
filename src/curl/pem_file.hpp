#pragma once

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>
#include <string>

#include "runtime/platform.hpp"

// Files of certificates and keys (PEM).
namespace Azure::Messaging::WebPubSub::Detail {

struct FreePem {
  void operator()(BIO* file) const noexcept { BIO_free(file); }
  void operator()(STACK_OF(X509_INFO) * blocks) const noexcept {
    sk_X509_INFO_pop_free(blocks, X509_INFO_free);
  }
};
using PemFile = std::unique_ptr<BIO, FreePem>;
/// Certificates, revocation lists and keys.
using PemBlocks = std::unique_ptr<STACK_OF(X509_INFO), FreePem>;

/// OpenSSL would open it so that child processes inherit it.
/// @return null, with errno, for a file that can't be opened.
inline PemFile OpenPemFile(const std::string& path) {
  std::FILE* const file = OpenToRead(path.c_str());
  return PemFile(file != nullptr ? BIO_new_fp(file, BIO_CLOSE) : nullptr);
}

/// @return null for a file with a bad block.
inline PemBlocks ReadPemBlocks(const PemFile& file) {
  return PemBlocks(PEM_X509_INFO_read_bio(file.get(), nullptr, nullptr, nullptr));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
