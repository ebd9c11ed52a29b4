#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/credentials.hpp>
#include <azure/messaging/webpubsub/http.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "auth/access_key.hpp"
#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What a call keeps for its authenticator, from one attempt to the next. Only an authenticator
/// looks inside.
struct AuthenticationState {
  /// The token of the next attempt, or of the last one.
  std::string Token;
  /// The claims that the service demands of the next token.
  std::string Claims;
  /// Whether Token was fetched for the next attempt.
  bool Fetched = false;
  /// Whether the service has refused Token.
  bool Refused = false;
  /// Whether a token of this call was replaced because the service demanded claims.
  bool Challenged = false;
  /// Whether a token of this call was replaced because of a 401 without such a demand.
  bool Replaced = false;
};

/// What came of a fetch: a state to authorize with, a failure, or neither because the context
/// ended.
struct FetchedAuthentication {
  std::optional<AuthenticationState> State;
  std::exception_ptr Failure;
  /// Without a state: whether the response that made the caller fetch ends the call, because there
  /// is nothing better to send.
  bool RefusalStands = false;
};

/// Authorizes the requests of calls. Shared by all calls of a client and used by many threads at
/// once.
class Authenticator {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  virtual ~Authenticator() = default;

  /// Adds `Authorization` to the request of an attempt, without waiting.
  /// @return false if the caller must Fetch first.
  virtual bool TryAuthorize(HttpRequest& request, AuthenticationState& state) = 0;

  /// Gets what TryAuthorize lacks; may block.
  virtual FetchedAuthentication Fetch(AuthenticationState state, const Context& context) = 0;

  /// Receives what was fetched, once and on any thread.
  using Done = std::function<void(FetchedAuthentication)>;

  /// The same without waiting, for as long as the caller keeps the result: destroying it releases
  /// `done`, before or while it is called. By default for a Fetch that doesn't block.
  [[nodiscard]] virtual std::shared_ptr<const void> FetchAsync(AuthenticationState state,
                                                               const Done& done) {
    done(Fetch(std::move(state), {}));
    return nullptr;
  }

  /// Whether another token may be accepted after this response. The caller must fetch then. Each
  /// kind of refusal once for a call: a token that has the claims must come with the first fetch.
  virtual bool AcceptChallenge(const HttpResponse& response, AuthenticationState& state) = 0;

 protected:
  Authenticator() = default;
  Authenticator(const Authenticator&) = default;
  Authenticator& operator=(const Authenticator&) = default;
};

/// Signs each attempt with the access key of that moment.
std::unique_ptr<Authenticator> MakeAccessKeyAuthenticator(AccessKey key, Authenticator::Clock now);

/// The scope of the tokens for a service: that of the cloud which its host name is in, or the
/// public cloud's for any other host, such as a custom domain.
std::string ScopeOf(const Endpoint& service);

/// Sends the token of a credential, cached until it is due for renewal.
/// @param credential not null.
/// @param scope of the tokens.
std::unique_ptr<Authenticator> MakeTokenAuthenticator(std::shared_ptr<TokenCredential> credential,
                                                      std::string scope, Authenticator::Clock now);

}  // namespace Azure::Messaging::WebPubSub::Detail
