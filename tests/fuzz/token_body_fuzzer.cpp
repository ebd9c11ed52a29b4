// The responses that concern tokens: the body of :generateToken, and the claims of a challenge.

#include <nlohmann/json.hpp>

#include <stdexcept>

#include "auth/challenges.hpp"
#include "fuzz_target.hpp"
#include "json/response_bodies.hpp"

using namespace Azure::Messaging::WebPubSub;
using namespace Azure::Messaging::WebPubSub::Detail;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(Fuzz::Text(data, size));
  const auto token = ReadClientToken(text);
  if (token) {
    Fuzz::Require(!token->empty(), "a token isn't empty");
    Fuzz::Require(ReadClientToken(nlohmann::json{{"token", *token}}.dump()) == token,
                  "a token is the same when written again");
  }
  try {
    HttpResponse challenge(401);
    challenge.Headers().Set("WWW-Authenticate", text);
    (void)FindClaimsChallenge(challenge);
  } catch (const std::invalid_argument&) {  // not a valid header
  }
  return 0;
}
