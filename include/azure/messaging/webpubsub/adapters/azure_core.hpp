#pragma once

// An adapter for the credentials of azure-core and azure-identity. Include it where those libraries
// are available; this library doesn't depend on them, and no other header includes this one.
// Requires azure-core 1.8 or later; tested with 1.11.3 and 1.16.4, and tried with azure-identity
// 1.13.3.

#include <azure/messaging/webpubsub/credentials.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <algorithm>
#include <azure/core/context.hpp>
#include <azure/core/credentials/credentials.hpp>
#include <azure/core/datetime.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// Makes a credential of azure-core, such as azure-identity's `DefaultAzureCredential`, usable
/// here:
///
///     auto entraId = std::make_shared<Azure::Identity::DefaultAzureCredential>();
///     WebPubSubServiceClient client(endpoint, "chat",
///                                   std::make_shared<AzureCoreTokenCredential>(entraId));
///
/// The deadline and the cancellation of GetToken's context reach the credential. azure-core 1.16
/// has no member for the claims of a challenge: a challenge leads to a token that doesn't come from
/// a cache. Where a later version has `Claims` and `IsCaeEnabled`, the claims reach the credential.
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
    if (!credential_) Detail::RefuseMovedFrom();
    Azure::Core::Context cancellable;
    if (const auto deadline = context.Deadline()) {
      cancellable = cancellable.WithDeadline(Azure::DateTime(SystemTimeOf(*deadline)));
    }
    const auto registration = context.OnCancel([&cancellable] { cancellable.Cancel(); });

    Azure::Core::Credentials::TokenRequestContext tokenRequest{};
    tokenRequest.Scopes = request.Scopes;
    SetClaims(tokenRequest, request.Claims);
    const auto token = credential_->GetToken(tokenRequest, cancellable);
    return AccessToken(token.Token, SystemTimeOf(token.ExpiresOn));
  }

  /// Puts the claims of a challenge into a request for a token.
  /// @tparam Request `Azure::Core::Credentials::TokenRequestContext`, which differs with the
  ///   version of azure-core.
  template <class Request>
  static void SetClaims(Request& request, const std::string& claims) {
    SetClaimsMember(request, claims, 0);
    // No cached token is valid for a day.
    if (!claims.empty()) request.MinimumExpiration = std::chrono::hours(24);
  }

 private:
  using SystemTime = std::chrono::system_clock::time_point;

  // A deadline of centuries becomes one of a year, which fits the clock.
  static SystemTime SystemTimeOf(std::chrono::steady_clock::time_point deadline) {
    constexpr std::chrono::nanoseconds Longest = std::chrono::hours(24 * 365);
    const auto left = (std::min)(Longest, deadline - std::chrono::steady_clock::now());
    return std::chrono::system_clock::now() +
           std::chrono::duration_cast<SystemTime::duration>(left);
  }

  // azure-core's times exceed the clock's; a time that isn't set is in the year 1.
  static SystemTime SystemTimeOf(const Azure::DateTime& time) {
    constexpr SystemTime Latest = (SystemTime::max)();
    if (time < Azure::DateTime(SystemTime())) return SystemTime();
    return time < Azure::DateTime(Latest) ? static_cast<SystemTime>(time) : Latest;
  }

  // This library meets challenges, so it can use tokens that may be challenged.
  template <class Request>
  static auto SetClaimsMember(Request& request, const std::string& claims, int)
      -> decltype(void(request.Claims = claims), void(request.IsCaeEnabled = true)) {
    request.IsCaeEnabled = true;
    if (!claims.empty()) request.Claims = claims;
  }
  template <class Request>
  static void SetClaimsMember(Request& /*request*/, const std::string& /*claims*/, long) {}

  std::shared_ptr<const Azure::Core::Credentials::TokenCredential> credential_;
};

}  // namespace Azure::Messaging::WebPubSub
