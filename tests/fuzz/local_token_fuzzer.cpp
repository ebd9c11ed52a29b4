// Tokens for the local service. The first line is a whole token. The rest is a payload, which is
// signed with one key and must be refused by a verifier that has another key.

#include "fuzz_target.hpp"
#include "local_service/token.hpp"

using namespace Azure::Messaging::WebPubSub::LocalService;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view payload = Fuzz::Text(data, size);
  const std::string_view raw = Fuzz::TakeLine(payload);
  const TokenVerifier verifier({"key"});
  const TokenVerifier otherVerifier({"another key"});
  const std::chrono::system_clock::time_point now(std::chrono::seconds(1'700'000'000));
  TokenTarget target{"127.0.0.1:8080", "/api/hubs/chat/:send", false};
  (void)verifier.Verify(raw, target, now);
  (void)verifier.LooksLikeEntra(raw, now);
  (void)verifier.VerifyReconnection(raw, "c", now);
  const std::string token = SignToken(payload, "key");
  const std::size_t signature = token.rfind('.') + 1;
  const std::string unsignedToken = token.substr(0, signature);
  std::string forged = token;
  forged[signature] = forged[signature] == 'A' ? 'B' : 'A';
  for (const bool loose : {false, true}) {
    target.IsLoose = loose;
    (void)verifier.Verify(token, target, now);
    Fuzz::Require(!otherVerifier.Verify(token, target, now),
                  "a signature by another key is refused");
    Fuzz::Require(!verifier.Verify(unsignedToken, target, now),
                  "a token without a signature is refused");
    Fuzz::Require(!verifier.Verify(forged, target, now), "a changed signature is refused");
  }
  Fuzz::Require(!otherVerifier.VerifyReconnection(token, "c", now),
                "a reconnection token signed by another key is refused");
  return 0;
}
