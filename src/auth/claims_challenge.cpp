#include "auth/claims_challenge.hpp"

#include <string_view>

#include "core/base64.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// The value of a quoted or plain parameter such as claims="…" in a challenge.
std::optional<std::string_view> FindParameter(std::string_view challenge, std::string_view name) {
  for (std::size_t at = challenge.find(name); at != std::string_view::npos;
       at = challenge.find(name, at + 1)) {
    const bool begins = at == 0 || challenge[at - 1] == ' ' || challenge[at - 1] == ',';
    std::string_view rest = challenge.substr(at + name.size());
    if (!begins || rest.empty() || rest.front() != '=') continue;
    rest.remove_prefix(1);
    if (rest.empty() || rest.front() != '"') return rest.substr(0, rest.find_first_of(", "));
    rest.remove_prefix(1);
    return rest.substr(0, rest.find('"'));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindClaimsChallenge(const HttpResponse& response) {
  if (response.Status() != 401) return std::nullopt;
  for (const auto& [name, challenge] : response.Headers()) {
    if (!EqualsIgnoringCase(name, "WWW-Authenticate") ||
        FindParameter(challenge, "error") != "insufficient_claims") {
      continue;
    }
    const auto claims = FindParameter(challenge, "claims");
    return claims ? DecodeBase64(*claims) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
