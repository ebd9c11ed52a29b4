#include "client/client_access_request.hpp"

#include "auth/jwt.hpp"
#include "client/operations.hpp"

namespace Azure::Messaging::WebPubSub {

ClientAccessRequest::ClientAccessRequest(const ClientState& client,
                                         const ClientAccessOptions& options)
    : client_(client), options_(options), now_(client.Pipeline.Environment.SystemNow()) {
  CheckClientAccess(client.Address, options, now_);
}

std::optional<std::string> ClientAccessRequest::SignedUrl() const {
  if (!client_.Signer) return std::nullopt;
  const HubAddress& hub = client_.Address;
  const ClientClaims claims{options_.UserId, options_.Roles, options_.Groups};
  return ClientUrl(
      hub, options_.Protocol,
      SignClientToken(claims, ClientAudience(hub, options_.Protocol), now_,
                      ClientTokenExpiry(options_, now_), *client_.Signer->CurrentKey()));
}

Operation ClientAccessRequest::TokenOperation() const {
  return Operations::GenerateClientToken(client_.Address, options_,
                                         MinutesToExpire(options_, now_));
}

}  // namespace Azure::Messaging::WebPubSub
