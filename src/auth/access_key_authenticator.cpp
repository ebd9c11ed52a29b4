#include <utility>

#include "auth/authenticator.hpp"
#include "auth/jwt.hpp"
#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

class AccessKeyAuthenticator final : public Authenticator {
 public:
  AccessKeyAuthenticator(AccessKey key, Clock now) : key_(std::move(key)), now_(std::move(now)) {}

  bool TryAuthorize(HttpRequest& request, AuthenticationState& /*state*/) override {
    // The audience has no query: the service accepts both forms, a long list of excluded ids
    // doesn't travel twice, and a name with a question mark would fail with the query in it.
    const std::string_view url = request.Url();
    std::string authorization = "Bearer ";
    tokens_.Append(authorization, url.substr(0, url.find('?')), now_(), key_.Current());
    ValidFields(request.Headers()).Set("Authorization", std::move(authorization));
    return true;
  }

  FetchedAuthentication Fetch(AuthenticationState state, const Context& /*context*/) override {
    return {std::move(state), nullptr};
  }

  bool AcceptChallenge(const HttpResponse& /*response*/, AuthenticationState& /*state*/) override {
    return false;
  }

 private:
  const AccessKey key_;
  const Clock now_;
  RequestTokens tokens_;
};

}  // namespace

std::unique_ptr<Authenticator> MakeAccessKeyAuthenticator(AccessKey key, Authenticator::Clock now) {
  return std::make_unique<AccessKeyAuthenticator>(std::move(key), std::move(now));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
