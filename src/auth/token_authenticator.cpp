#include <string_view>
#include <utility>

#include "auth/authenticator.hpp"
#include "auth/challenges.hpp"
#include "auth/token_cache.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Without the port, and without the dot that ends a fully qualified name. An IPv6 address is cut to
// what no cloud ends with.
std::string_view HostName(std::string_view authority) {
  authority = authority.substr(0, authority.find(':'));
  if (!authority.empty() && authority.back() == '.') authority.remove_suffix(1);
  return authority;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Takes from the state what the next token must be like.
TokenDemand TakeDemand(AuthenticationState& state) {
  return {std::exchange(state.Claims, {}),
          std::exchange(state.Refused, false) ? state.Token : std::string()};
}

FetchedAuthentication WithToken(AuthenticationState state, const TokenDemand& demand,
                                FetchedToken fetched) noexcept {
  const bool mustDiffer = demand.Claims.empty() && !demand.Refused.empty();
  if (fetched.Failure) return {std::nullopt, std::move(fetched.Failure), mustDiffer};
  if (mustDiffer && fetched.Token == demand.Refused) return {std::nullopt, nullptr, true};
  state.Token = std::move(fetched.Token);
  state.Fetched = true;
  return {std::move(state), nullptr};
}

class TokenAuthenticator final : public Authenticator {
 public:
  TokenAuthenticator(std::shared_ptr<TokenCredential> credential, std::string scope, Clock now)
      : tokens_(std::move(credential), std::move(scope), std::move(now)) {}

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
    const TokenDemand demand = TakeDemand(state);
    auto fetched = tokens_.Fetch(context, demand);
    if (!fetched) return {};
    return WithToken(std::move(state), demand, *std::move(fetched));
  }

  std::shared_ptr<const void> FetchAsync(AuthenticationState state, const Done& done) override {
    TokenDemand demand = TakeDemand(state);
    return tokens_.FetchAsync(demand, [=](FetchedToken fetched) mutable {
      done(WithToken(std::move(state), demand, std::move(fetched)));
    });
  }

  bool AcceptChallenge(const HttpResponse& response, AuthenticationState& state) override {
    if (response.Status() != 401 || state.Token.empty()) return false;
    auto claims = FindClaimsChallenge(response);
    if (std::exchange(claims ? state.Challenged : state.Replaced, true)) return false;
    state.Refused = true;
    state.Claims = std::move(claims).value_or(std::string());
    return true;
  }

 private:
  TokenCache tokens_;
};

}  // namespace

std::string ScopeOf(const Endpoint& service) {
  const std::string_view host = HostName(service.Authority);
  for (const std::string_view cloud : {".azure.cn", ".azure.us"}) {
    if (EndsWith(host, cloud)) {
      return std::string("https://webpubsub").append(cloud).append("/.default");
    }
  }
  return "https://webpubsub.azure.com/.default";
}

std::unique_ptr<Authenticator> MakeTokenAuthenticator(std::shared_ptr<TokenCredential> credential,
                                                      std::string scope, Authenticator::Clock now) {
  return std::make_unique<TokenAuthenticator>(std::move(credential), std::move(scope),
                                              std::move(now));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
