#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string_view>

struct evp_mac_ctx_st;

namespace Azure::Messaging::WebPubSub::Detail {

/// HMAC-SHA256 with one key. The only copy of the key is OpenSSL's, which wipes it when this object
/// is destroyed. Signing is safe from many threads at once.
class HmacSha256 {
 public:
  using Signature = std::array<unsigned char, 32>;

  /// @throws OperationCancelledException if the process is exiting; so does Sign.
  explicit HmacSha256(std::string_view key);

  [[nodiscard]] Signature Sign(std::string_view message) const;

  /// Compares two signatures in a time that doesn't depend on where they differ.
  static bool AreEqual(const Signature& a, const Signature& b) noexcept;

 private:
  struct FreeContext {
    void operator()(evp_mac_ctx_st* context) const noexcept;
  };
  using ContextPointer = std::unique_ptr<evp_mac_ctx_st, FreeContext>;

  // Keyed once and reinitialised for each signature, which is cheaper than a new context. The lock
  // is held for under a microsecond.
  mutable std::mutex mutex_;
  ContextPointer context_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
