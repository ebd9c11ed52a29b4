#include "auth/challenge_parameters.hpp"

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

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
