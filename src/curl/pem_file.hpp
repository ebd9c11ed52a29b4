#pragma once

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

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

/// Reads a file. OpenSSL would open it so that child processes inherit it.
/// @param path as for ToPath.
/// @return null, with errno, for a file that can't be opened or read.
PemFile OpenPemFile(const std::string& path);

/// @return null for a file with a bad block.
PemBlocks ReadPemBlocks(const PemFile& file);

}  // namespace Azure::Messaging::WebPubSub::Detail
