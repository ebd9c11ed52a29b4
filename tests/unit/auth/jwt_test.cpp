#include "auth/jwt.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "core/base64.hpp"
#include "support/jwt_verifier.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

constexpr const char* Key = "a key";
constexpr const char* Audience = "https://name.example/api/hubs/chat/:send";
constexpr std::int64_t Now = 1769860800;

system_clock::time_point At(milliseconds time) { return system_clock::time_point(time); }

std::shared_ptr<const HmacSha256> MakeKey(std::string_view key) {
  return std::make_shared<const HmacSha256>(key);
}

json RequestClaims(milliseconds now) {
  std::string token;
  RequestTokens().Append(token, Audience, At(now), MakeKey(Key));
  return json::parse(Testing::VerifiedPayload(token, Key));
}

json ClaimsOf(const ClientClaims& claims) {
  const auto token =
      SignClientToken(claims, Audience, At(seconds(Now)), At(seconds(Now + 3600)), HmacSha256(Key));
  return json::parse(Testing::VerifiedPayload(token, Key));
}

// RFC 7515, appendix A.1. The library's tokens have a different header than this example, so the
// test checks the two building blocks: the signature algorithm, and base64url.
TEST(Jwt, MatchesThePublishedExample) {
  const auto secret = DecodeBase64(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  ASSERT_TRUE(secret);
  std::string text;
  AppendBase64Url(text, "{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}");
  text += '.';
  AppendBase64Url(text,
                  "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n"
                  " \"http://example.com/is_root\":true}");
  EXPECT_EQ(text,
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
            "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
  const auto signature = HmacSha256(*secret).Sign(text);
  std::string signatureText;
  AppendBase64Url(signatureText,
                  {reinterpret_cast<const char*>(signature.data()), signature.size()});
  EXPECT_EQ(signatureText, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

// The example from jwt.io.
TEST(Jwt, HasTheHeaderOfHs256) {
  EXPECT_EQ(SignJwt(R"({"sub":"1234567890","name":"John Doe","iat":1516239022})",
                    HmacSha256("your-256-bit-secret")),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
            "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
            "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
}

TEST(Jwt, IsSignedWithTheUnchangedBytesOfTheKey) {
  // A key in base64, one that isn't ASCII, one of the service's length, one longer than the hash's
  // block, and one of a single byte.
  for (const std::string& key :
       {std::string("QUJDREVGR0g="), std::string("schl\xc3\xbcssel \xe9\x8d\xb5"),
        std::string(80, 'k'), std::string(200, 'k'), std::string("k")}) {
    EXPECT_EQ(Testing::VerifiedPayload(SignJwt("{}", HmacSha256(key)), key), "{}");
  }
}

TEST(RequestToken, IsValidForFiveMinutes) {
  EXPECT_EQ(RequestClaims(seconds(Now)),
            json({{"nbf", Now}, {"exp", Now + 300}, {"iat", Now}, {"aud", Audience}}));
}

TEST(RequestToken, RoundsTimesDownToWholeSeconds) {
  struct Row {
    milliseconds Time;
    std::int64_t Second;
  };
  for (const Row& row :
       {Row{milliseconds(1999), 1}, Row{milliseconds(2000), 2}, Row{milliseconds(2001), 2},
        Row{milliseconds(0), 0}, Row{milliseconds(-1), -1}, Row{milliseconds(-1000), -1}}) {
    const json claims = RequestClaims(row.Time);
    EXPECT_EQ(claims.at("iat"), row.Second);
    EXPECT_EQ(claims.at("nbf"), row.Second);
    EXPECT_EQ(claims.at("exp"), row.Second + 300);
  }
}

// Whatever the token before began with: with times of each number of digits, audiences of each
// remainder of three, hosts of each length, and texts that are no URL.
TEST(RequestToken, IsThatOfItsOwnRequest) {
  const std::string keys[] = {"a key", "another key"};
  const std::shared_ptr<const HmacSha256> signers[] = {MakeKey(keys[0]), MakeKey(keys[1])};
  const std::string audiences[] = {"https://name.example/api/hubs/chat/:send",
                                   "https://name.example/api/hubs/chat/users/a/:send",
                                   "https://name.example/api/hubs/chat/users/ab/:send",
                                   "https://name.example/api/hubs/chat/users/abc/:send",
                                   "https://name.example",
                                   "https://name.example/",
                                   "https://name.example.net/api/hubs/chat/:send",
                                   "http://127.0.0.1:8080/api/hubs/chat/:send",
                                   "http://a/",
                                   "http://ab/b",
                                   "http://",
                                   "//",
                                   "/",
                                   "text",
                                   "x",
                                   ""};
  RequestTokens tokens;
  for (const std::int64_t second : {Now, Now + 1, Now, std::int64_t{0}, std::int64_t{-12}}) {
    for (const std::string& first : audiences) {
      for (const std::string& audience : audiences) {
        for (const std::size_t key : {0, 0, 1}) {
          std::string token;
          tokens.Append(token, first, At(seconds(second)), signers[key]);
          token = "Bearer ";
          tokens.Append(token, audience, At(seconds(second)), signers[key]);
          ASSERT_EQ(token.substr(0, 7), "Bearer ");
          ASSERT_EQ(
              json::parse(Testing::VerifiedPayload(token.substr(7), keys[key])),
              json({{"nbf", second}, {"exp", second + 300}, {"iat", second}, {"aud", audience}}))
              << first << " before " << audience;
        }
      }
    }
  }
}

// A key that was replaced is wiped once the last call with it has ended, not at the next one.
TEST(RequestToken, DoesNotKeepItsKey) {
  RequestTokens tokens;
  auto key = MakeKey(Key);
  std::string token;
  tokens.Append(token, Audience, At(seconds(Now)), key);
  const std::weak_ptr<const HmacSha256> kept = key;
  key.reset();
  EXPECT_TRUE(kept.expired());
}

TEST(RequestToken, IsSignedForManyThreadsAtOnce) {
  RequestTokens tokens;
  const auto key = MakeKey(Key);
  std::vector<std::future<void>> threads;
  for (int i = 0; i < 4; ++i) {
    threads.push_back(std::async(std::launch::async, [&, i] {
      const std::string audience =
          "https://name" + std::to_string(i / 2) + ".example/" + std::to_string(i);
      for (int j = 0; j < 300; ++j) {
        std::string token;
        tokens.Append(token, audience, At(seconds(Now + j / 50)), key);
        const json claims = json::parse(Testing::VerifiedPayload(token, Key));
        ASSERT_EQ(claims.at("aud"), audience);
        ASSERT_EQ(claims.at("iat"), Now + j / 50);
      }
    }));
  }
  for (auto& thread : threads) thread.get();
}

TEST(ClientToken, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(ClaimsOf({}),
            json({{"nbf", Now}, {"exp", Now + 3600}, {"iat", Now}, {"aud", Audience}}));
}

TEST(ClientToken, HoldsUserRolesAndGroups) {
  ClientClaims claims;
  claims.UserId = "ann";
  claims.Roles = {"webpubsub.sendToGroup", "webpubsub.joinLeaveGroup.room"};
  claims.Groups = {"a", "b"};
  EXPECT_EQ(ClaimsOf(claims),
            json({{"sub", "ann"},
                  {"role", {"webpubsub.sendToGroup", "webpubsub.joinLeaveGroup.room"}},
                  {"webpubsub.group", {"a", "b"}},
                  {"nbf", Now},
                  {"exp", Now + 3600},
                  {"iat", Now},
                  {"aud", Audience}}));
}

TEST(ClientToken, HoldsAnArrayForASingleElementToo) {
  ClientClaims claims;
  claims.Roles = {"webpubsub.sendToGroup"};
  claims.Groups = {"a"};
  EXPECT_EQ(ClaimsOf(claims).at("role"), json::array({"webpubsub.sendToGroup"}));
  EXPECT_EQ(ClaimsOf(claims).at("webpubsub.group"), json::array({"a"}));
}

TEST(ClientToken, HoldsAnyText) {
  const std::string odd = "\"\\/<>&'+`\x01\t\n\x7f \xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80";
  ClientClaims claims;
  claims.UserId = odd;
  claims.Groups = {odd};
  EXPECT_EQ(ClaimsOf(claims).at("sub"), odd);
  EXPECT_EQ(ClaimsOf(claims).at("webpubsub.group"), json::array({odd}));
}

TEST(ClientToken, RoundsTimesDownToWholeSeconds) {
  const auto token = SignClientToken({}, Audience, At(milliseconds(1999)), At(milliseconds(5999)),
                                     HmacSha256(Key));
  const json claims = json::parse(Testing::VerifiedPayload(token, Key));
  EXPECT_EQ(claims.at("iat"), 1);
  EXPECT_EQ(claims.at("exp"), 5);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
