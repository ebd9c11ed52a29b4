#include "auth/challenges.hpp"

#include <algorithm>

#include "core/base64.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::string_view Blanks = " \t";

// Removes from `rest` what stands before the first of these characters, and returns it.
std::string_view TakeUntil(std::string_view& rest, std::string_view ends) {
  const std::string_view taken = rest.substr(0, rest.find_first_of(ends));
  rest.remove_prefix(taken.size());
  return taken;
}

void Skip(std::string_view& rest, std::string_view characters) {
  rest.remove_prefix(std::min(rest.find_first_not_of(characters), rest.size()));
}

// A quoted string that nothing ends is taken to the end: servers cut long lines.
std::string TakeValue(std::string_view& rest) {
  if (rest.empty() || rest.front() != '"') return std::string(TakeUntil(rest, " \t,"));
  std::string value;
  for (rest.remove_prefix(1); !rest.empty() && rest.front() != '"'; rest.remove_prefix(1)) {
    if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
    value += rest.front();
  }
  rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
  return value;
}

}  // namespace

std::optional<std::string> FindChallengeParameter(std::string_view challenges,
                                                  std::string_view name) {
  // A word before "=" is a parameter's name; any other one is a scheme.
  while (!challenges.empty()) {
    Skip(challenges, " \t,=\"");
    const std::string_view word = TakeUntil(challenges, " \t,=\"");
    Skip(challenges, Blanks);
    if (challenges.empty() || challenges.front() != '=') continue;
    challenges.remove_prefix(1);
    Skip(challenges, Blanks);
    std::string value = TakeValue(challenges);
    if (EqualsIgnoringCase(word, name)) return value;
  }
  return std::nullopt;
}

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

std::string ReasonOfRefusal(const HttpResponse& response) {
  if (response.Status() != 401) return {};
  for (const char* name : {"error_description", "error"}) {
    for (const auto& [header, challenges] : response.Headers()) {
      if (!EqualsIgnoringCase(header, "WWW-Authenticate")) continue;
      auto reason = FindChallengeParameter(challenges, name);
      if (reason && !IsBlank(*reason)) return *std::move(reason);
    }
  }
  return {};
}

}  // namespace Azure::Messaging::WebPubSub::Detail
