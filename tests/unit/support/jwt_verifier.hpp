#pragma once

#include <optional>
#include <string>
#include <string_view>

// Checks JSON Web Tokens as a service does, without any of the library's code.
namespace Azure::Messaging::WebPubSub::Testing {

/// The parts of a token. The signature stays in base64url.
struct DecodedJwt {
  std::string Header;
  std::string Payload;
  std::string SigningInput;
  std::string Signature;
};

/// Returns nothing if the token isn't three parts in base64url without padding.
std::optional<DecodedJwt> DecodeJwt(std::string_view token);

/// The HS256 signature, in base64url.
std::string ExpectedSignature(std::string_view signingInput, std::string_view key);

/// Checks a token's signature with `key`, and that its header is that of HS256.
/// @return the payload, a JSON text. If a check fails, the running test fails and the result is
/// empty.
std::string VerifiedPayload(std::string_view token, std::string_view key);

}  // namespace Azure::Messaging::WebPubSub::Testing
