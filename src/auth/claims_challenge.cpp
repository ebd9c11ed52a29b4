#include "auth/claims_challenge.hpp"

#include "auth/challenge_parameters.hpp"
#include "core/base64.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

std::optional<std::string> FindClaimsChallenge(const HttpResponse& response) {
  if (response.Status() != 401) return std::nullopt;
  for (const auto& [name, challenge] : response.Headers()) {
    if (!EqualsIgnoringCase(name, "WWW-Authenticate") ||
        FindChallengeParameter(challenge, "error") != "insufficient_claims") {
      continue;
    }
    const auto claims = FindChallengeParameter(challenge, "claims");
    return claims ? DecodeBase64(*claims) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
