#include <gtest/gtest.h>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

constexpr const char* Path = "/api/hubs/chat/groups/a%20b/:send";

struct TokenCase {
  std::string Name;
  std::string Token;
  bool Good;
};
void PrintTo(const TokenCase& row, std::ostream* out) { *out << row.Name; }

std::string WithPayload(const std::string& payload) {
  TokenParts parts;
  parts.Payload = payload;
  return MakeToken(parts);
}

std::string WithTimes(const std::string& times) {
  return WithPayload("{" + times + R"("aud":"http://)" + Host + Path + R"("})");
}

std::string At(std::int64_t seconds) { return std::to_string(Now + seconds); }

std::string WithAudience(const std::string& audience) {
  return WithPayload(R"({"exp":)" + At(300) + R"(,"aud":)" + audience + "}");
}

std::string Url(const std::string& scheme, const std::string& rest) {
  return '"' + scheme + "://" + rest + '"';
}

std::string SignedBy(const std::string& key) {
  TokenParts parts;
  parts.Payload = GoodPayload(Path);
  parts.SigningKey = key;
  return MakeToken(parts);
}

std::string WithHeader(const std::string& header) {
  TokenParts parts;
  parts.Header = header;
  parts.Payload = GoodPayload(Path);
  return MakeToken(parts);
}

std::string WithoutSignature(const std::string& token) {
  return token.substr(0, token.rfind('.') + 1);
}

class RequestToken : public testing::TestWithParam<TokenCase> {};

TEST_P(RequestToken, IsCheckedAgainstKeyTimeAndTarget) {
  ServiceBench service;
  RestRequest request;
  request.Method = "POST";
  request.Target = std::string(Path) + "?api-version=2024-12-01";
  request.Host = Host;
  request.Headers = {{"authorization", "Bearer " + GetParam().Token},
                     {"content-type", "text/plain"}};
  EXPECT_EQ(service.Handle(request).Status, GetParam().Good ? 202 : 401);
}

const std::string Base = std::string(Host) + Path;

INSTANTIATE_TEST_SUITE_P(
    Table, RequestToken,
    testing::Values(
        TokenCase{"PrimaryKey", SignedBy(Key), true},
        TokenCase{"SecondaryKey", SignedBy(OtherKey), true},
        TokenCase{"AnotherKey", SignedBy("primary-keY"), false},
        TokenCase{"EmptyKey", SignedBy(""), false}, TokenCase{"Nothing", "", false},
        TokenCase{"Garbage", "garbage", false}, TokenCase{"TwoParts", "e30.e30", false},
        TokenCase{"NoSignature", WithoutSignature(SignedBy(Key)), false},
        TokenCase{"AlgorithmNone", WithoutSignature(WithHeader(R"({"alg":"none"})")), false},
        TokenCase{"AlgorithmNoneSigned", WithHeader(R"({"alg":"none"})"), false},
        TokenCase{"AlgorithmHs512", WithHeader(R"({"alg":"HS512"})"), false},
        TokenCase{"AlgorithmOfAnotherType", WithHeader(R"({"alg":256})"), false},
        TokenCase{"AnyKidAndNoType", WithHeader(R"({"alg":"HS256","kid":"x"})"), true},
        TokenCase{"NoExpiry", WithTimes(""), false},
        TokenCase{"JustExpired", WithTimes(R"("exp":)" + At(-290) + ","), true},
        TokenCase{"LongExpired", WithTimes(R"("exp":)" + At(-310) + ","), false},
        TokenCase{"ExpiryAsText", WithTimes(R"("exp":")" + At(300) + R"(",)"), true},
        TokenCase{"ExpiryAsFraction", WithTimes(R"("exp":)" + At(300) + ".5,"), true},
        TokenCase{"NotYet", WithTimes(R"("nbf":)" + At(310) + R"(,"exp":)" + At(900) + ","), false},
        TokenCase{"AlmostNow", WithTimes(R"("nbf":)" + At(290) + R"(,"exp":)" + At(900) + ","),
                  true},
        TokenCase{"StartsAfterItsEnd",
                  WithTimes(R"("nbf":)" + At(200) + R"(,"exp":)" + At(100) + ","), false},
        TokenCase{"IssuedInTheFuture",
                  WithTimes(R"("iat":)" + At(9000) + R"(,"exp":)" + At(300) + ","), true},
        TokenCase{"Https", WithAudience(Url("https", Base)), true},
        TokenCase{"Wss", WithAudience(Url("wss", Base)), true},
        TokenCase{"Ftp", WithAudience(Url("ftp", Base)), false},
        TokenCase{"NoScheme", WithAudience('"' + Base + '"'), false},
        TokenCase{"WithQuery", WithAudience(Url("http", Base + "?api-version=2024-12-01")), true},
        TokenCase{"WithAnotherQuery", WithAudience(Url("http", Base + "?x=y")), true},
        TokenCase{"WithFragment", WithAudience(Url("http", Base + "#x")), false},
        TokenCase{"TrailingSlash", WithAudience(Url("http", Base + "/")), true},
        TokenCase{"DeeperPath", WithAudience(Url("http", Base + "/child")), true},
        TokenCase{"LongerName", WithAudience(Url("http", Base + "x")), false},
        TokenCase{"ParentPath", WithAudience(Url("http", std::string(Host) + "/api/hubs/chat")),
                  false},
        TokenCase{"AnotherGroup",
                  WithAudience(Url("http", std::string(Host) + "/api/hubs/chat/groups/b/:send")),
                  false},
        TokenCase{"AnotherHost", WithAudience(Url("http", std::string("127.0.0.2:8080") + Path)),
                  false},
        TokenCase{"AnotherPort", WithAudience(Url("http", std::string("127.0.0.1:8081") + Path)),
                  false},
        TokenCase{"DecodedOnce",
                  WithAudience(Url("http", std::string(Host) + "/api/hubs/chat/groups/a b/:send")),
                  true},
        TokenCase{
            "AnotherCase",
            WithAudience(Url("http", std::string(Host) + "/API/hubs/CHAT/groups/a%20b/:send")),
            true},
        TokenCase{"Array", WithAudience(R"(["x",)" + Url("http", Base) + "]"), true},
        TokenCase{"ArrayWithoutMatch", WithAudience(R"(["x"])"), false},
        TokenCase{"NoAudience", WithPayload(R"({"exp":)" + At(300) + "}"), false},
        TokenCase{"EntraAudience", WithAudience(R"("https://webpubsub.azure.com")"), false}),
    [](const auto& row) { return row.param.Name; });

TEST(Authorization, IsRequiredForEverythingExceptHealth) {
  ServiceBench service;
  RestRequest request;
  request.Host = Host;
  request.Method = "HEAD";
  request.Target = "/api/health";
  EXPECT_EQ(service.Handle(request).Status, 200);
  request.Target = "/api/hubs/chat/users/u";
  const RestResponse rejected = service.Handle(request);
  EXPECT_EQ(rejected.Status, 401);
  EXPECT_EQ(rejected.Body, "");
  EXPECT_EQ(rejected.Headers.at(0).first, "WWW-Authenticate");
}

TEST(Authorization, AcceptsExactlyOneBearerHeader) {
  ServiceBench service;
  TokenParts parts;
  parts.Payload = GoodPayload("/api/hubs/chat/:send");
  const std::string token = MakeToken(parts);
  const auto status = [&](std::vector<std::pair<std::string, std::string>> headers) {
    RestRequest request;
    request.Method = "POST";
    request.Target = "/api/hubs/chat/:send";
    request.Host = Host;
    request.Headers = std::move(headers);
    return service.Handle(request).Status;
  };
  EXPECT_EQ(status({{"authorization", "bearer " + token}}), 202);
  EXPECT_EQ(status({{"authorization", "Basic " + token}}), 401);
  EXPECT_EQ(status({{"authorization", token}}), 401);
  EXPECT_EQ(status({{"authorization", "Bearer " + token}, {"authorization", "Bearer " + token}}),
            401);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
