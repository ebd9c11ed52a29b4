#pragma once

#include <azure/messaging/webpubsub/credentials.hpp>

#include <memory>
#include <utility>

#include "auth/hmac_sha256.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The library's view of an AzureKeyCredential: the key to sign with.
class AccessKey {
 public:
  explicit AccessKey(AzureKeyCredential credential) : credential_(std::move(credential)) {}

  /// False for a credential that was moved from.
  [[nodiscard]] bool IsValid() const noexcept;

  /// The key of this moment: AzureKeyCredential::Update replaces it.
  [[nodiscard]] std::shared_ptr<const HmacSha256> Current() const;

 private:
  AzureKeyCredential credential_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
