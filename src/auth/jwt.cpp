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

void AppendSignature(std::string& out, const HmacSha256::Signature& signature) {
  out += '.';
  AppendBase64Url(out, {reinterpret_cast<const char*>(signature.data()), signature.size()});
}

// @return the number of bytes in base64url and the signature.
constexpr std::size_t SignedSize(std::size_t payloadBytes) { return payloadBytes * 4 / 3 + 46; }

// Up to the slash that ends the host; all of a text that has none.
std::string_view OriginOf(std::string_view url) {
  const std::size_t host = url.find("//");
  const std::size_t end = host == std::string_view::npos ? host : url.find('/', host + 2);
  return url.substr(0, end);
}

// The claims of a request up to the first bytes of its audience.
std::string BeginClaims(std::int64_t second, std::string_view audience) {
  const Decimal issuedAt(second);
  const Decimal expiresAt(second + RequestTokenLifetime.count());
  return Concat({R"({"nbf":)", issuedAt.Text(), R"(,"exp":)", expiresAt.Text(), R"(,"iat":)",
                 issuedAt.Text(), R"(,"aud":")", audience});
}

}  // namespace

std::string SignJwt(std::string_view payload, const HmacSha256& key) {
  std::string token;
  token.reserve(Header.size() + SignedSize(payload.size()));
  token.append(Header);
  AppendBase64Url(token, payload);
  AppendSignature(token, key.Sign(token));
  return token;
}

struct RequestTokens::Beginning {
  Beginning(std::string_view audience, std::int64_t second,
            const std::shared_ptr<const HmacSha256>& key)
      : Audience(audience),
        Second(second),
        Key(key),
        Text(Header),
        Rest(BeginClaims(second, audience)) {
    const std::size_t whole = Rest.size() - Rest.size() % 3;
    AppendBase64Url(Text, std::string_view(Rest).substr(0, whole));
    Rest.erase(0, whole);
    Hash = key->Begin(Text);
  }

  [[nodiscard]] bool IsFor(std::string_view audience, std::int64_t second,
                           const std::shared_ptr<const HmacSha256>& key) const {
    return Second == second && !Key.owner_before(key) && !key.owner_before(Key) &&
           audience.substr(0, Audience.size()) == Audience;
  }

  std::string Audience;
  std::int64_t Second;
  std::weak_ptr<const HmacSha256> Key;  // which is wiped as soon as it's replaced
  std::string Text;
  // The last bytes of the claims, which aren't three, and so no whole group of base64.
  std::string Rest;
  HmacSha256::Hash Hash;
};

std::shared_ptr<const RequestTokens::Beginning> RequestTokens::BeginningFor(
    std::string_view audience, std::int64_t second, const std::shared_ptr<const HmacSha256>& key) {
  const std::lock_guard lock(mutex_);
  if (!last_ || !last_->IsFor(audience, second, key)) {
    last_ = std::make_shared<const Beginning>(OriginOf(audience), second, key);
  }
  return last_;
}

void RequestTokens::Append(std::string& out, std::string_view audience,
                           std::chrono::system_clock::time_point now,
                           const std::shared_ptr<const HmacSha256>& key) {
  const auto beginning = BeginningFor(audience, UnixSeconds(now), key);
  const std::string rest =
      Concat({beginning->Rest, audience.substr(beginning->Audience.size()), R"("})"});
  out.reserve(out.size() + beginning->Text.size() + SignedSize(rest.size()));
  out.append(beginning->Text);
  const std::size_t begin = out.size();
  AppendBase64Url(out, rest);
  AppendSignature(out, key->Sign(beginning->Hash, std::string_view(out).substr(begin)));
}

std::string SignClientToken(const ClientClaims& claims, std::string_view audience,
                            std::chrono::system_clock::time_point now,
                            std::chrono::system_clock::time_point expiresAt,
                            const HmacSha256& key) {
  return SignJwt(WriteClientClaims(claims, audience, UnixSeconds(now), UnixSeconds(expiresAt)),
                 key);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
