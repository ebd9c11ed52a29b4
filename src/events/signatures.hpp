#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "auth/hmac_sha256.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The signatures that a request offers: `sha256=<64 digits>`, one for each key of the service.
class OfferedSignatures {
 public:
  /// Nothing if any part of the header is malformed, or if it holds more than 8 signatures.
  static std::optional<OfferedSignatures> Parse(std::string_view header);

  /// Whether one of them is the expected one. Compares with all, each in constant time.
  [[nodiscard]] bool Contain(const HmacSha256::Signature& expected) const noexcept;

 private:
  std::array<HmacSha256::Signature, 8> signatures_;
  std::size_t count_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
