#include <utility>

#include "auth/authenticator.hpp"
#include "auth/claims_challenge.hpp"
#include "auth/token_cache.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

class TokenAuthenticator final : public Authenticator {
 public:
  TokenAuthenticator(std::shared_ptr<TokenCredential> credential, Clock now)
      : tokens_(std::move(credential), std::move(now)) {}

  bool TryAuthorize(HttpRequest& request, AuthenticationState& state) override {
    // A token that was fetched is for the attempt that waited for it; later ones look again.
    if (!state.Fetched) {
      auto token = tokens_.Find();
      if (!token) return false;
      state.Token = *std::move(token);
    }
    state.Fetched = false;
    request.Headers().Set("Authorization", "Bearer " + state.Token);
    return true;
  }

  FetchedAuthentication Fetch(AuthenticationState state, const Context& context) override {
    // After a challenge the token that was refused is not a token to use again.
    const std::string refused = state.Claims.empty() ? std::string() : state.Token;
    try {
      auto token = tokens_.Fetch(context, std::exchange(state.Claims, {}), refused);
      if (!token) return {};
      state.Token = *std::move(token);
      state.Fetched = true;
      return {std::move(state), nullptr};
    } catch (...) {
      return {std::nullopt, std::current_exception()};
    }
  }

  bool AcceptChallenge(const HttpResponse& response, AuthenticationState& state) override {
    if (state.Challenged) return false;
    auto claims = FindClaimsChallenge(response);
    if (!claims) return false;
    state.Challenged = true;
    state.Claims = *std::move(claims);
    return true;
  }

 private:
  TokenCache tokens_;
};

}  // namespace

std::unique_ptr<Authenticator> MakeTokenAuthenticator(std::shared_ptr<TokenCredential> credential,
                                                      Authenticator::Clock now) {
  return std::make_unique<TokenAuthenticator>(std::move(credential), std::move(now));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
