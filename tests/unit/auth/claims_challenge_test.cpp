#include "auth/claims_challenge.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Encoded as base64, this text contains a character that differs between base64 and base64url.
constexpr const char* Claims = R"({"a":"?~?"})";

struct ChallengeRow {
  std::string Name;
  std::string Header;
  /// Empty if the header holds no challenge.
  std::optional<std::string> Found;
};

void PrintTo(const ChallengeRow& row, std::ostream* out) { *out << row.Header; }

class ClaimsChallenge : public ::testing::TestWithParam<ChallengeRow> {};

TEST_P(ClaimsChallenge, IsFoundOrNot) {
  EXPECT_EQ(FindClaimsChallenge(HttpResponse(401, {{"www-authenticate", GetParam().Header}})),
            GetParam().Found);
}

INSTANTIATE_TEST_SUITE_P(
    All, ClaimsChallenge,
    ::testing::Values(
        ChallengeRow{"Entra",
                     R"(Bearer realm="", authorization_uri="https://login.example/common", )"
                     R"(client_id="00000003", error="insufficient_claims", )"
                     R"(claims="eyJhIjoiP34/In0=")",
                     Claims},
        ChallengeRow{"ClaimsFirst",
                     R"(Bearer claims="eyJhIjoiP34/In0=", error="insufficient_claims")", Claims},
        ChallengeRow{"Base64UrlWithoutPadding",
                     R"(Bearer error="insufficient_claims",claims="eyJhIjoiP34_In0")", Claims},
        ChallengeRow{"NotQuoted", "Bearer error=insufficient_claims, claims=eyJhIjoiP34_In0",
                     Claims},
        ChallengeRow{"AnotherParameterEndsAlike",
                     R"(Bearer x_error="no", error="insufficient_claims", )"
                     R"(xclaims="AAAA", claims="eyJhIjoiP34/In0=")",
                     Claims},
        ChallengeRow{"AnotherError", R"(Bearer error="invalid_token", claims="eyJhIjoiP34/In0=")",
                     std::nullopt},
        ChallengeRow{"NoError", R"(Bearer claims="eyJhIjoiP34/In0=")", std::nullopt},
        ChallengeRow{"NoClaims", R"(Bearer error="insufficient_claims")", std::nullopt},
        ChallengeRow{"NotBase64", R"(Bearer error="insufficient_claims", claims="{}")",
                     std::nullopt},
        ChallengeRow{"Cut", R"(Bearer error="insufficient_claims", claims)", std::nullopt},
        ChallengeRow{"Empty", "", std::nullopt}),
    [](const auto& test) { return test.param.Name; });

TEST(ClaimsChallenge, IsFoundAmongSeveralHeaders) {
  HttpResponse response(401);
  response.Headers().Append("WWW-Authenticate", "Negotiate");
  response.Headers().Append("WWW-Authenticate",
                            R"(Bearer error="insufficient_claims", claims="eyJhIjoiP34/In0=")");
  EXPECT_EQ(FindClaimsChallenge(response), Claims);
}

TEST(ClaimsChallenge, IsFoundInA401Only) {
  const HttpHeaders headers = {
      {"WWW-Authenticate", R"(Bearer error="insufficient_claims", claims="eyJhIjoiP34/In0=")"}};
  for (const int status : {200, 400, 403, 407, 503}) {
    EXPECT_EQ(FindClaimsChallenge(HttpResponse(status, headers)), std::nullopt) << status;
  }
  EXPECT_EQ(FindClaimsChallenge(HttpResponse(401)), std::nullopt);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
