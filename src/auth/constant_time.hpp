#pragma once

#include "auth/hmac_sha256.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Compares two signatures in a time that doesn't depend on where they differ.
bool EqualInConstantTime(const HmacSha256::Signature& a, const HmacSha256::Signature& b) noexcept;

}  // namespace Azure::Messaging::WebPubSub::Detail
