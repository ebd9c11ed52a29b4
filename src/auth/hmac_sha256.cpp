#include "auth/hmac_sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
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

HmacSha256::Hash MakeHash() {
  HmacSha256::Hash hash(EVP_MD_CTX_new());
  Check(hash != nullptr);
  return hash;
}

void Copy(const HmacSha256::Hash& from, const HmacSha256::Hash& to) {
  Check(EVP_MD_CTX_copy_ex(to.get(), from.get()) == 1);
}

template <class Bytes>
void Add(const HmacSha256::Hash& hash, const Bytes& bytes) {
  Check(EVP_DigestUpdate(hash.get(), bytes.data(), bytes.size()) == 1);
}

void End(const HmacSha256::Hash& hash, unsigned char* digest) {
  Check(EVP_DigestFinal_ex(hash.get(), digest, nullptr) == 1);
}

// A key, padded to a block of SHA-256; wiped at the end.
class KeyBlock {
 public:
  KeyBlock(std::string_view key, const EVP_MD* sha256) {
    if (key.size() <= bytes_.size()) {
      std::copy(key.begin(), key.end(), bytes_.begin());
    } else {
      Check(EVP_Digest(key.data(), key.size(), bytes_.data(), nullptr, sha256, nullptr) == 1);
    }
  }
  KeyBlock(const KeyBlock&) = delete;
  KeyBlock& operator=(const KeyBlock&) = delete;
  ~KeyBlock() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  // The hash that begins with the key, each byte of it combined with this one.
  [[nodiscard]] HmacSha256::Hash Begin(unsigned char pad, const EVP_MD* sha256) {
    for (unsigned char& byte : bytes_) byte ^= pad;
    auto hash = MakeHash();
    Check(EVP_DigestInit_ex2(hash.get(), sha256, nullptr) == 1);
    Add(hash, bytes_);
    for (unsigned char& byte : bytes_) byte ^= pad;
    return hash;
  }

 private:
  std::array<unsigned char, 64> bytes_{};
};

}  // namespace

// Once OpenSSL is shut down it can't wipe the hash any more; the memory goes with the process.
void HmacSha256::FreeHash::operator()(evp_md_ctx_st* hash) const noexcept {
  FreeUnlessTooLate(hash, &EVP_MD_CTX_free);
}

HmacSha256::HmacSha256(std::string_view key) {
  InitialiseOpenSsl();
  ProcessExit::WatchMainThread();
  const CheckedLibraryUse use;
  struct FreeDigest {
    void operator()(EVP_MD* digest) const noexcept { EVP_MD_free(digest); }
  };
  const std::unique_ptr<EVP_MD, FreeDigest> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  Check(sha256 != nullptr);
  KeyBlock block(key, sha256.get());
  inner_ = block.Begin(0x36, sha256.get());
  outer_ = block.Begin(0x5c, sha256.get());
  current_ = MakeHash();
}

HmacSha256::Hash HmacSha256::Begin(std::string_view beginning) const {
  const CheckedLibraryUse use;
  auto hash = MakeHash();
  Copy(inner_, hash);
  Add(hash, beginning);
  return hash;
}

HmacSha256::Signature HmacSha256::Sign(const Hash& beginning, std::string_view rest) const {
  Signature signature;
  const CheckedLibraryUse use;
  const std::lock_guard lock(mutex_);
  Copy(beginning, current_);
  Add(current_, rest);
  End(current_, signature.data());
  Copy(outer_, current_);
  Add(current_, signature);
  End(current_, signature.data());
  return signature;
}

bool HmacSha256::AreEqual(const Signature& a, const Signature& b) noexcept {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
