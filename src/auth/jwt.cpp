#include "auth/jwt.hpp"

#include <cstdint>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// {"alg":"HS256","typ":"JWT"} as base64url.
constexpr std::string_view Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
constexpr std::chrono::seconds RequestTokenLifetime{300};

std::int64_t UnixSeconds(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

// One of the four digits that 24 bits make.
char Digit(std::uint32_t bits, int shift) {
  static constexpr char Digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return Digits[bits >> shift & 63];
}

}  // namespace

// OpenSSL writes base64 with the other alphabet and padding; converting that costs more than this.
void AppendBase64Url(std::string& out, std::string_view bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() * 4 + 2) / 3);
  char* end = out.data() + begin;
  const auto byte = [&bytes](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(bytes[i])};
  };
  for (; bytes.size() >= 3; bytes.remove_prefix(3)) {
    const std::uint32_t bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    *end++ = Digit(bits, 18);
    *end++ = Digit(bits, 12);
    *end++ = Digit(bits, 6);
    *end++ = Digit(bits, 0);
  }
  if (bytes.empty()) return;
  const std::uint32_t bits = byte(0) << 16 | (bytes.size() == 2 ? byte(1) << 8 : 0);
  *end++ = Digit(bits, 18);
  *end++ = Digit(bits, 12);
  if (bytes.size() == 2) *end = Digit(bits, 6);
}

void AppendJwt(std::string& out, std::string_view payload, const HmacSha256& key) {
  const std::size_t begin = out.size();
  out.reserve(begin + Header.size() + payload.size() * 4 / 3 + 64);
  out.append(Header).append(".");
  AppendBase64Url(out, payload);
  const auto signature = key.Sign(std::string_view(out).substr(begin));
  out += '.';
  AppendBase64Url(out, {reinterpret_cast<const char*>(signature.data()), signature.size()});
}

std::string SignJwt(std::string_view payload, const HmacSha256& key) {
  std::string token;
  AppendJwt(token, payload, key);
  return token;
}

void AppendRequestToken(std::string& out, std::string_view audience,
                        std::chrono::system_clock::time_point now, const HmacSha256& key) {
  const std::string issuedAt = std::to_string(UnixSeconds(now));
  std::string payload;
  payload.reserve(audience.size() + 80);
  payload.append(R"({"nbf":)").append(issuedAt);
  payload.append(R"(,"exp":)").append(std::to_string(UnixSeconds(now + RequestTokenLifetime)));
  payload.append(R"(,"iat":)").append(issuedAt);
  payload.append(R"(,"aud":")").append(audience).append(R"("})");
  AppendJwt(out, payload, key);
}

std::string SignClientToken(const ClientClaims& claims, std::string_view audience,
                            std::chrono::system_clock::time_point now,
                            std::chrono::system_clock::time_point expiresAt,
                            const HmacSha256& key) {
  return SignJwt(WriteClientClaims(claims, audience, UnixSeconds(now), UnixSeconds(expiresAt)),
                 key);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
