#include "auth/jwt.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// {"alg":"HS256","typ":"JWT"} as base64url.
constexpr std::string_view Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
constexpr std::chrono::seconds RequestTokenLifetime{300};

std::int64_t UnixSeconds(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

/// A number as text, without an allocation.
class Decimal {
 public:
  explicit Decimal(std::int64_t number)
      : end_(std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr) {}
  [[nodiscard]] std::string_view Text() const {
    return {digits_.data(), static_cast<std::size_t>(end_ - digits_.data())};
  }

 private:
  std::array<char, 20> digits_;
  const char* end_;
};

constexpr std::string_view Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The two digits of each 12 bits: signing encodes hundreds of bytes for every request.
constexpr auto DigitPairs = [] {
  std::array<char, std::size_t{2} * 4096> pairs{};
  for (std::size_t bits = 0; bits < 4096; ++bits) {
    pairs[2 * bits] = Digits[bits >> 6];
    pairs[2 * bits + 1] = Digits[bits & 63];
  }
  return pairs;
}();

}  // namespace

// OpenSSL writes base64 with the other alphabet and padding; converting that costs more than this.
void AppendBase64Url(std::string& out, std::string_view bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() * 4 + 2) / 3);
  char* end = out.data() + begin;
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  for (std::size_t groups = bytes.size() / 3; groups > 0; --groups, at += 3, end += 4) {
    const std::uint32_t bits = std::uint32_t{at[0]} << 16 | std::uint32_t{at[1]} << 8 | at[2];
    std::memcpy(end, &DigitPairs[std::size_t{2} * (bits >> 12)], 2);
    std::memcpy(end + 2, &DigitPairs[std::size_t{2} * (bits & 0xfff)], 2);
  }
  const std::size_t rest = bytes.size() % 3;
  if (rest == 0) return;
  const std::uint32_t bits =
      std::uint32_t{at[0]} << 16 | (rest == 2 ? std::uint32_t{at[1]} << 8 : 0);
  *end++ = Digits[bits >> 18];
  *end++ = Digits[bits >> 12 & 63];
  if (rest == 2) *end = Digits[bits >> 6 & 63];
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
  const Decimal issuedAt(UnixSeconds(now));
  const Decimal expiresAt(UnixSeconds(now + RequestTokenLifetime));
  std::string payload;
  payload.reserve(audience.size() + 80);
  payload.append(R"({"nbf":)").append(issuedAt.Text());
  payload.append(R"(,"exp":)").append(expiresAt.Text());
  payload.append(R"(,"iat":)").append(issuedAt.Text());
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
