#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/drivers.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

template <class Driver>
class RefusalMessage : public ::testing::Test {
 protected:
  static std::string Of(const HttpResponse& response) {
    CallBench bench;
    bench.Transport->WillRespond(response);
    const auto failed = Thrown<RequestFailedException>([&] { Driver::Send(bench.Client()); });
    return failed.what();
  }
};

TYPED_TEST_SUITE(RefusalMessage, Drivers);

TYPED_TEST(RefusalMessage, HasTheReasonOfTheChallenge) {
  struct Row {
    std::string Challenge;
    std::string Says;
  };
  for (const Row& row :
       {Row{R"(Bearer error="invalid_token", error_description="The token has expired")",
            "status 401: The token has expired [client request id "},
        Row{R"(Bearer error_description="The audience 'https://a/b, c' is invalid")",
            "status 401: The audience 'https://a/b, c' is invalid ["},
        Row{"Bearer error=\"invalid_token\"", "status 401: invalid_token ["},
        Row{"Negotiate, Bearer error_description=\"two\tlines\"", "status 401: two lines ["},
        Row{"Bearer error_description=\"" + std::string(2000, 'x') + "\"",
            "status 401: " + std::string(500, 'x') + "... ["},
        Row{"Bearer", "status 401 ["}, Row{"Bearer error_description=\"\"", "status 401 ["}}) {
    EXPECT_THAT(this->Of(HttpResponse(401, {{"WWW-Authenticate", row.Challenge}})),
                HasSubstr(row.Says));
  }
}

TYPED_TEST(RefusalMessage, HasTheReasonAfterTheBodysMessage) {
  const HttpHeaders headers = {
      {"WWW-Authenticate", R"(Bearer error_description="The token has expired")"},
      {"Content-Type", "application/json"}};
  const std::string body = R"({"code":"Unauthorized","message":"No."})";
  EXPECT_THAT(this->Of(HttpResponse(401, headers, body)),
              HasSubstr("status 401, Unauthorized: No.: The token has expired ["));
  EXPECT_THAT(this->Of(HttpResponse(403, headers, body)),
              HasSubstr("status 403, Unauthorized: No. ["));
}

// Some services repeat the token that they refuse.
TYPED_TEST(RefusalMessage, HasNoToken) {
  CallBench bench;
  std::string token;
  for (const bool inBody : {true, false}) {
    bench.Transport->Will([&](const HttpRequest& request, const Context&) {
      token = request.Headers().Get("Authorization")->substr(7);
      const std::string text = "The token '" + token + "' has expired";
      return inBody ? HttpResponse(401, {{"Content-Type", "text/plain"}}, text)
                    : HttpResponse(
                          401, {{"WWW-Authenticate", "Bearer error_description=\"" + text + "\""}});
    });
    const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
    EXPECT_THAT(failed.what(), HasSubstr(": The token 'REDACTED' has expired ["));
    for (const std::string& part : {token, token.substr(token.rfind('.') + 1)}) {
      EXPECT_THAT(failed.what(), Not(HasSubstr(part)));
    }
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
