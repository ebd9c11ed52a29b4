// Tokens for the local service: the first line as it is, and the rest as a payload with a signature
// that is right for one key and wrong for another.

#include "fuzz_target.hpp"
#include "local_service/token.hpp"

using namespace Azure::Messaging::WebPubSub::LocalService;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view payload = Fuzz::Text(data, size);
  const std::string_view raw = Fuzz::TakeLine(payload);
  const TokenVerifier verifier({"key"});
  const TokenVerifier stranger({"another key"});
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
    Fuzz::Require(!stranger.Verify(token, target, now), "a stranger's signature isn't good");
    Fuzz::Require(!verifier.Verify(unsignedToken, target, now), "a signature is needed");
    Fuzz::Require(!verifier.Verify(forged, target, now), "every character of it counts");
  }
  Fuzz::Require(!stranger.VerifyReconnection(token, "c", now), "nor for coming back");
  return 0;
}
