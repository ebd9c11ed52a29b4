#include "auth/hmac_sha256.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdexcept>

#include "http/checked_library_use.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

void Check(bool succeeded) {
  if (!succeeded) throw std::runtime_error("OpenSSL could not compute an HMAC-SHA256");
}

// OpenSSL would do it by itself, but nobody knows when.
void InitialiseOpenSsl() {
  static const bool isInitialised = [] {
    OPENSSL_init_crypto(OPENSSL_INIT_ADD_ALL_DIGESTS, nullptr);
    ProcessExit::AddHandler();
    return true;
  }();
  (void)isInitialised;
}

}  // namespace

// Once OpenSSL is shut down it can't wipe the key any more; the memory goes with the process.
void HmacSha256::FreeContext::operator()(evp_mac_ctx_st* context) const noexcept {
  FreeUnlessTooLate(context, &EVP_MAC_CTX_free);
}

HmacSha256::HmacSha256(std::string_view key) {
  InitialiseOpenSsl();
  ProcessExit::WatchMainThread();
  const CheckedLibraryUse use;
  struct FreeMac {
    void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }
  };
  const std::unique_ptr<EVP_MAC, FreeMac> hmac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  Check(hmac != nullptr);
  context_.reset(EVP_MAC_CTX_new(hmac.get()));
  Check(context_ != nullptr);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  Check(EVP_MAC_init(context_.get(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                     parameters) == 1);
  // OpenSSL before 3.0.3, and a FIPS provider of that time, can't reinitialise and report no error.
  Check(Sign({}) == Sign({}));
}

HmacSha256::Signature HmacSha256::Sign(std::string_view message) const {
  Signature signature;
  std::size_t size = 0;
  const CheckedLibraryUse use;
  const std::lock_guard lock(mutex_);
  Check(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1);  // keeps the key
  Check(EVP_MAC_update(context_.get(), reinterpret_cast<const unsigned char*>(message.data()),
                       message.size()) == 1);
  Check(EVP_MAC_final(context_.get(), signature.data(), &size, signature.size()) == 1);
  return signature;
}

bool HmacSha256::AreEqual(const Signature& a, const Signature& b) noexcept {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
