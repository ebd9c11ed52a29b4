#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string_view>

struct evp_md_ctx_st;

namespace Azure::Messaging::WebPubSub::Detail {

/// HMAC-SHA256 (RFC 2104) with one key. No copy of the key is kept, only the two hashes that begin
/// with it, which OpenSSL wipes when this object is destroyed. Signing is safe from many threads at
/// once. OpenSSL's own HMAC can't go on from a beginning, except by copying three hashes for each
/// message.
class HmacSha256 {
  struct FreeHash {
    void operator()(evp_md_ctx_st* hash) const noexcept;
  };

 public:
  using Signature = std::array<unsigned char, 32>;
  /// What a message begins with, hashed.
  using Hash = std::unique_ptr<evp_md_ctx_st, FreeHash>;

  /// @throws OperationCancelledException if the process is exiting; so does whatever hashes.
  explicit HmacSha256(std::string_view key);

  [[nodiscard]] Signature Sign(std::string_view message) const { return Sign(inner_, message); }

  /// Hashes what many messages begin with, once.
  [[nodiscard]] Hash Begin(std::string_view beginning) const;
  /// Signs the message that has this beginning and this rest.
  /// @param beginning from Begin of the same key.
  [[nodiscard]] Signature Sign(const Hash& beginning, std::string_view rest) const;

  /// Compares two signatures in a time that doesn't depend on where they differ.
  static bool AreEqual(const Signature& a, const Signature& b) noexcept;

 private:
  Hash inner_;
  Hash outer_;
  // Reused for each signature, which is cheaper than a new hash. The lock is held for under a
  // microsecond.
  mutable std::mutex mutex_;
  Hash current_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
