#pragma once

#include <optional>
#include <string>
#include <string_view>

// JSON Web Tokens as a service would check them, without any of the library's code.
namespace Azure::Messaging::WebPubSub::Testing {

/// A token taken apart. The signature stays as it is written, in base64url.
struct DecodedJwt {
  std::string Header;
  std::string Payload;
  std::string SigningInput;
  std::string Signature;
};

/// Nothing if it isn't three parts of base64url without padding.
std::optional<DecodedJwt> DecodeJwt(std::string_view token);

/// The signature that HS256 gives, in base64url.
std::string ExpectedSignature(std::string_view signingInput, std::string_view key);

/// A token's claims, checked: the signature with `key`, and the header, which must be HS256's.
/// @return the payload (a JSON text); empty, with a failure of the running test, if it doesn't
/// pass.
std::string VerifiedPayload(std::string_view token, std::string_view key);

}  // namespace Azure::Messaging::WebPubSub::Testing
