#pragma once

#include <azure/messaging/webpubsub/policy.hpp>

#include "auth/access_key.hpp"
#include "pipeline/environment.hpp"

namespace Azure::Messaging::WebPubSub {

/// Signs every attempt anew with the access key of that moment.
class JwtAuthenticationPolicy final : public HttpPolicy {
 public:
  JwtAuthenticationPolicy(AccessKeySigner signer, Environment environment)
      : signer_(std::move(signer)), environment_(std::move(environment)) {}

  void OnRequest(HttpRequest& request, int attempt, const Context& context) const override;

 private:
  AccessKeySigner signer_;
  Environment environment_;
};

}  // namespace Azure::Messaging::WebPubSub
