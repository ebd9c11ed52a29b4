#pragma once

#include <azure/messaging/webpubsub/credentials.hpp>

#include <memory>

#include "auth/hmac_sha256.hpp"

namespace Azure::Messaging::WebPubSub {

/// The library's view of a credential: the key of this moment, to sign with.
class AccessKeySigner {
 public:
  explicit AccessKeySigner(AzureKeyCredential credential) : credential_(std::move(credential)) {}

  [[nodiscard]] std::shared_ptr<const HmacSha256> CurrentKey() const;

 private:
  AzureKeyCredential credential_;
};

}  // namespace Azure::Messaging::WebPubSub
