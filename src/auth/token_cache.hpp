#pragma once

#include <azure/messaging/webpubsub/credentials.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// What a call needs of a token that is fetched.
struct TokenDemand {
  /// That the token must be requested with; empty for any token.
  std::string Claims;
  /// The token that the service has refused; empty for none.
  std::string Refused;
};

/// A token, or why there is none.
struct FetchedToken {
  std::string Token;
  std::exception_ptr Failure;
};

/// The token of a TokenCredential, kept until it is due for renewal. Used by all calls of a client.
///
/// The credential is called once at a time. While the old token is valid, the calls use it; after
/// that they wait for the new one, and share it or its failure. A fetch doesn't end with the call
/// that started it.
class TokenCache {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;
  /// Called once, on any thread; must not throw.
  using Done = std::function<void(FetchedToken)>;

  TokenCache(std::shared_ptr<TokenCredential> credential, std::string scope, Clock now);
  /// Cancels the context of a fetch that is under way, which ends by itself.
  ~TokenCache();
  TokenCache(const TokenCache&) = delete;
  TokenCache& operator=(const TokenCache&) = delete;

  /// A token to use now, without waiting; nothing if the caller must fetch, because there is none
  /// or it is due for renewal and no other caller fetches it.
  [[nodiscard]] std::optional<std::string> Find();

  /// Waits for a token that meets the demand.
  /// @return nothing if `context` ended the wait.
  std::optional<FetchedToken> Fetch(const Context& context, TokenDemand demand);

  /// The same without waiting.
  /// @return releases `done` when it is destroyed, which may be before or while `done` is called.
  [[nodiscard]] std::shared_ptr<const void> FetchAsync(TokenDemand demand, Done done);

 private:
  class State;
  const std::shared_ptr<State> state_;  // with the thread that calls the credential
};

}  // namespace Azure::Messaging::WebPubSub::Detail
