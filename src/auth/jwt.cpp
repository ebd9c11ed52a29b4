#include "auth/jwt.hpp"

#include <array>
#include <charconv>
#include <cstdint>

#include "core/base64.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// {"alg":"HS256","typ":"JWT"} as base64url, with the point after it.
constexpr std::string_view Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";
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

}  // namespace

void AppendJwt(std::string& out, std::string_view payload, const HmacSha256& key) {
  const std::size_t begin = out.size();
  out.reserve(begin + Header.size() + payload.size() * 4 / 3 + 64);
  out.append(Header);
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
  const std::string payload =
      Concat({R"({"nbf":)", issuedAt.Text(), R"(,"exp":)", expiresAt.Text(), R"(,"iat":)",
              issuedAt.Text(), R"(,"aud":")", audience, R"("})"});
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
