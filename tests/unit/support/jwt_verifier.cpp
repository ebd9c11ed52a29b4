#include "support/jwt_verifier.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr std::string_view Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::string> FromBase64Url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t value = Alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xff);
    }
  }
  return bytes;
}

std::string ToBase64Url(std::string_view bytes) {
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xffff;
    count += 8;
    while (count >= 6) {
      count -= 6;
      text += Alphabet[bits >> count & 0x3f];
    }
  }
  if (count > 0) text += Alphabet[bits << (6 - count) & 0x3f];
  return text;
}

}  // namespace

std::optional<DecodedJwt> DecodeJwt(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto header = FromBase64Url(token.substr(0, first));
  auto payload = FromBase64Url(token.substr(first + 1, second - first - 1));
  const std::string_view signature = token.substr(second + 1);
  if (!header || !payload || !FromBase64Url(signature)) return std::nullopt;
  return DecodedJwt{*header, *payload, std::string(token.substr(0, second)),
                    std::string(signature)};
}

std::string ExpectedSignature(std::string_view signingInput, std::string_view key) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(signingInput.data()), signingInput.size(), mac,
       &size);
  return ToBase64Url({reinterpret_cast<const char*>(mac), size});
}

std::string VerifiedPayload(std::string_view token, std::string_view key) {
  const auto jwt = DecodeJwt(token);
  if (!jwt) {
    ADD_FAILURE() << "no JSON Web Token: " << token;
    return {};
  }
  EXPECT_EQ(jwt->Header, R"({"alg":"HS256","typ":"JWT"})");
  const std::string expected = ExpectedSignature(jwt->SigningInput, key);
  EXPECT_EQ(jwt->Signature, expected);
  return jwt->Signature == expected ? jwt->Payload : std::string();
}

}  // namespace Azure::Messaging::WebPubSub::Testing
