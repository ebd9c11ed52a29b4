#include "pipeline/policies/jwt_authentication.hpp"

#include "auth/jwt.hpp"

namespace Azure::Messaging::WebPubSub {

void JwtAuthenticationPolicy::OnRequest(HttpRequest& request, int /*attempt*/,
                                        const Context& /*context*/) const {
  // Without the query: the service takes both, a long list of excluded ids need not travel twice,
  // and a name with a question mark in it would fail.
  const std::string_view url = request.Url();
  const std::string_view audience = url.substr(0, url.find('?'));
  std::string authorization = "Bearer ";
  AppendRequestToken(authorization, audience, environment_.SystemNow(), *signer_.CurrentKey());
  request.Headers().Set("Authorization", std::move(authorization));
}

}  // namespace Azure::Messaging::WebPubSub
