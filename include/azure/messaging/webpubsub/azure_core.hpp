#pragma once

// An adapter for the credentials of azure-core and azure-identity. Include it where those
// libraries are there; this library doesn't depend on them, and no other header includes this one.

#include <azure/messaging/webpubsub/credentials.hpp>

#include <azure/core/context.hpp>
#include <azure/core/credentials/credentials.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// Makes a credential of azure-core, such as azure-identity's `DefaultAzureCredential`, usable
/// here:
///
///     auto entraId = std::make_shared<Azure::Identity::DefaultAzureCredential>();
///     WebPubSubServiceClient client(endpoint, "chat",
///                                   std::make_shared<AzureCoreTokenCredential>(entraId));
///
/// The call's deadline and cancellation reach the credential. A claims challenge can't be passed on
/// (azure-core's TokenRequestContext has no place for it in older versions), so it is answered by a
/// token that is not taken from a cache.
class AzureCoreTokenCredential final : public TokenCredential {
 public:
  /// @param credential shared with this object.
  /// @throws std::invalid_argument if it is null.
  explicit AzureCoreTokenCredential(
      std::shared_ptr<const Azure::Core::Credentials::TokenCredential> credential)
      : credential_(std::move(credential)) {
    if (!credential_) throw std::invalid_argument("credential: must not be null");
  }

  AccessToken GetToken(const TokenRequest& request, const Context& context) override {
    Azure::Core::Context cancellable;
    if (auto deadline = context.Deadline()) {
      cancellable = cancellable.WithDeadline(
          Azure::DateTime(std::chrono::system_clock::now() +
                          std::chrono::duration_cast<std::chrono::system_clock::duration>(
                              *deadline - std::chrono::steady_clock::now())));
    }
    const auto registration = context.OnCancel([&cancellable] { cancellable.Cancel(); });

    Azure::Core::Credentials::TokenRequestContext tokenRequest;
    tokenRequest.Scopes = request.Scopes;
    if (!request.Claims.empty()) tokenRequest.MinimumExpiration = std::chrono::hours(24);
    const auto token = credential_->GetToken(tokenRequest, cancellable);
    return AccessToken(token.Token,
                       static_cast<std::chrono::system_clock::time_point>(token.ExpiresOn));
  }

 private:
  std::shared_ptr<const Azure::Core::Credentials::TokenCredential> credential_;
};

}  // namespace Azure::Messaging::WebPubSub
