#include "auth/challenges.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

struct ReasonRow {
  std::string Name;
  std::string Header;
  std::string Reason;
};

void PrintTo(const ReasonRow& row, std::ostream* out) { *out << row.Header; }

class RefusalReason : public ::testing::TestWithParam<ReasonRow> {};

TEST_P(RefusalReason, IsTheDescriptionOrElseTheError) {
  EXPECT_EQ(ReasonOfRefusal(HttpResponse(401, {{"www-authenticate", GetParam().Header}})),
            GetParam().Reason);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusalReason,
    ::testing::Values(
        ReasonRow{"OfTheService",
                  R"(Bearer error="invalid_token", error_description="The signature is invalid")",
                  "The signature is invalid"},
        ReasonRow{"DescriptionFirst", R"(Bearer error_description="Too old",error="invalid_token")",
                  "Too old"},
        ReasonRow{"AnyCase", R"(bearer Error_Description="Too old")", "Too old"},
        ReasonRow{"BlanksAroundTheSign", "Bearer error_description = \"Too old\"", "Too old"},
        ReasonRow{"CommasAndSigns", R"(Bearer error_description="IDX10223: a=b, c=d; e")",
                  "IDX10223: a=b, c=d; e"},
        ReasonRow{"Escapes", R"(Bearer error_description="The audience \"a\\b\" is wrong")",
                  R"(The audience "a\b" is wrong)"},
        ReasonRow{"InAnotherValue",
                  R"(Bearer realm="error_description=\"no\"", error_description="Yes")", "Yes"},
        ReasonRow{"NotQuoted", "Bearer error_description=expired, error=invalid_token", "expired"},
        ReasonRow{"AfterAnotherScheme", R"(Negotiate, Bearer error_description="Too old")",
                  "Too old"},
        ReasonRow{"AfterAToken", R"(Negotiate YIIJvwYG==, Bearer error_description="Too old")",
                  "Too old"},
        ReasonRow{"BeforeAnotherScheme", R"(Bearer error_description="Too old", Basic realm="x")",
                  "Too old"},
        ReasonRow{"LooksAlike", R"(Bearer x_error_description="no", error_description="Yes")",
                  "Yes"},
        ReasonRow{"NotEnded", R"(Bearer error_description="Too old)", "Too old"},
        ReasonRow{"EscapeAtTheEnd", R"(Bearer error_description="Too old\)", "Too old\\"},
        ReasonRow{"ErrorOnly", R"(Bearer error="invalid_token")", "invalid_token"},
        ReasonRow{"EmptyDescription", R"(Bearer error="invalid_token", error_description="")",
                  "invalid_token"},
        ReasonRow{"BlankDescription", R"(Bearer error_description="  ")", ""},
        ReasonRow{"NoParameters", "Bearer", ""}, ReasonRow{"SignOnly", "=", ""},
        ReasonRow{"SignsOnly", "Bearer =,=\",\"=", ""},
        ReasonRow{"NameOnly", "Bearer error_description", ""},
        ReasonRow{"NameAndSign", "Bearer error_description=", ""}, ReasonRow{"Empty", "", ""}),
    [](const auto& test) { return test.param.Name; });

TEST(RefusalReason, IsFoundAmongSeveralHeaders) {
  HttpResponse response(401);
  response.Headers().Append("WWW-Authenticate", "Negotiate");
  response.Headers().Append("WWW-Authenticate", R"(Bearer error="invalid_token")");
  response.Headers().Append("WWW-Authenticate", R"(Bearer error_description="Too old")");
  EXPECT_EQ(ReasonOfRefusal(response), "Too old");
}

TEST(RefusalReason, IsFoundInA401Only) {
  for (const int status : {200, 400, 403, 407, 503}) {
    const HttpHeaders headers = {{"WWW-Authenticate", R"(Bearer error_description="Too old")"}};
    EXPECT_EQ(ReasonOfRefusal(HttpResponse(status, headers)), "") << status;
  }
  EXPECT_EQ(ReasonOfRefusal(HttpResponse(401)), "");
}

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
