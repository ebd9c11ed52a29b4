#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "support/claims.hpp"
#include "support/drivers.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Returns the tokens "token1", "token2", …, each valid for an hour, or the result of `Instead`.
class NumberedCredential final : public TokenCredential {
 public:
  explicit NumberedCredential(const FakeEnvironment& environment) : environment_(environment) {}
  ~NumberedCredential() override { Gone.set_value(); }
  NumberedCredential(const NumberedCredential&) = delete;
  NumberedCredential& operator=(const NumberedCredential&) = delete;

  AccessToken GetToken(const TokenRequest& request, const Context&) override {
    Requests.push_back(request);
    if (Instead) return Instead();
    return {"token" + std::to_string(Requests.size()), environment_.SystemNow() + minutes(60)};
  }

  std::vector<TokenRequest> Requests;
  std::function<AccessToken()> Instead;
  std::promise<void> Gone;

 private:
  const FakeEnvironment& environment_;
};

HttpHeaders Challenge(const std::string& claims) {
  return {{"WWW-Authenticate",
           "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" + claims + "\""}};
}

constexpr const char* Claims = R"({"access_token":{"nbf":{"essential":true}}})";
constexpr const char* ClaimsAsBase64 =
    "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==";

template <class Driver>
class TokenAuthentication : public ::testing::Test {
 protected:
  TokenAuthentication() { bench_.Credential = credential_; }
  // A token fetch may continue after its call has ended, and the environment must outlive it.
  ~TokenAuthentication() override {
    const std::future<void> gone = credential_->Gone.get_future();
    bench_.Credential = bench_.KeyCredential;
    credential_.reset();
    gone.wait();
  }

  std::vector<std::string> TokensSent() {
    std::vector<std::string> tokens;
    for (const HttpRequest& request : bench_.Transport->Requests()) {
      tokens.push_back(BearerTokenOf(request));
    }
    return tokens;
  }

  CallBench bench_;
  std::shared_ptr<NumberedCredential> credential_ =
      std::make_shared<NumberedCredential>(bench_.Environment);
};

TYPED_TEST_SUITE(TokenAuthentication, Drivers);

TYPED_TEST(TokenAuthentication, RequestsTheScopeOfTheServiceOnce) {
  this->bench_.Transport->Otherwise(
      [](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const auto client = this->bench_.Client();
  for (int i = 0; i < 3; ++i) TypeParam::Send(client);
  EXPECT_THAT(this->TokensSent(), ElementsAre("token1", "token1", "token1"));
  ASSERT_THAT(this->credential_->Requests, SizeIs(1));
  EXPECT_THAT(this->credential_->Requests[0].Scopes,
              ElementsAre("https://webpubsub.azure.com/.default"));
  EXPECT_EQ(this->credential_->Requests[0].Claims, "");
}

TYPED_TEST(TokenAuthentication, RetriesWithANewTokenIfTheFirstHasExpired) {
  this->bench_.Transport->WillRespond(503, {{"Retry-After", "3600"}});
  this->bench_.Options.Retry.MaxRetryAfter = minutes(60);
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(this->bench_.Client());
  EXPECT_THAT(this->TokensSent(), ElementsAre("token1", "token2"));
}

TYPED_TEST(TokenAuthentication, RetriesWithATokenThatAnotherCallRenewed) {
  const auto client = this->bench_.Client();
  this->bench_.Environment.AtNextWait([&] {
    this->bench_.Environment.Advance(minutes(56));
    TypeParam::Send(client);
  });
  this->bench_.Transport->WillRespond(503);
  this->bench_.Transport->WillRespond(202);
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(client);
  EXPECT_THAT(this->TokensSent(), ElementsAre("token1", "token2", "token2"));
  EXPECT_THAT(this->credential_->Requests, SizeIs(2));
}

TYPED_TEST(TokenAuthentication, RespondsToOneChallengeWithItsClaims) {
  this->bench_.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(this->bench_.Client());
  EXPECT_THAT(this->TokensSent(), ElementsAre("token1", "token2"));
  ASSERT_THAT(this->credential_->Requests, SizeIs(2));
  EXPECT_EQ(this->credential_->Requests[1].Claims, Claims);
  EXPECT_THAT(this->credential_->Requests[1].Scopes,
              ElementsAre("https://webpubsub.azure.com/.default"));
  EXPECT_THAT(this->bench_.Environment.Waits(), IsEmpty());
}

TYPED_TEST(TokenAuthentication, TreatsASecondChallengeAsFinal) {
  this->bench_.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
  this->bench_.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
  const auto failed =
      Thrown<RequestFailedException>([&] { TypeParam::Send(this->bench_.Client()); });
  EXPECT_EQ(failed.Status(), 401);
  EXPECT_EQ(failed.Attempts(), 2);
  EXPECT_FALSE(failed.MayHaveBeenAccepted());
}

TYPED_TEST(TokenAuthentication, DoesNotCountTheChallengeAsARetry) {
  this->bench_.Options.Retry.MaxRetries = 1;
  this->bench_.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
  this->bench_.Transport->WillRespond(503);
  this->bench_.Transport->WillRespond(202);
  EXPECT_EQ(TypeParam::Send(this->bench_.Client()).Status(), 202);
  EXPECT_THAT(this->TokensSent(), ElementsAre("token1", "token2", "token2"));

  this->bench_.Options.Retry.MaxRetries = 0;
  this->bench_.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
  this->bench_.Transport->WillRespond(202);
  EXPECT_EQ(TypeParam::Send(this->bench_.Client()).Status(), 202);
}

TYPED_TEST(TokenAuthentication, FetchesNoTokenForA401WithoutClaims) {
  for (const HttpHeaders& headers :
       {HttpHeaders(), HttpHeaders{{"WWW-Authenticate", "Bearer error=\"invalid_token\""}},
        Challenge("not base64!")}) {
    CallBench bench;
    const auto credential = std::make_shared<NumberedCredential>(bench.Environment);
    bench.Credential = credential;
    bench.Transport->WillRespond(401, headers);
    const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
    EXPECT_EQ(failed.Attempts(), 1);
    EXPECT_THAT(credential->Requests, SizeIs(1));
  }
}

TYPED_TEST(TokenAuthentication, DoesNotRespondToAChallengeWithAnAccessKey) {
  CallBench bench;
  bench.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
  EXPECT_EQ(Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); }).Attempts(), 1);
}

TYPED_TEST(TokenAuthentication, FailsWithAuthenticationException) {
  const std::vector<std::pair<std::function<AccessToken()>, std::string>> rows = {
      {[]() -> AccessToken { throw std::runtime_error("no login\r\nhere"); }, "no login  here"},
      {[]() -> AccessToken { throw 42; }, "unknown"},
      {[] { return AccessToken("", FakeEnvironment::Start() + minutes(9)); }, "empty token"},
      {[] { return AccessToken("two\nlines", FakeEnvironment::Start() + minutes(9)); }, "token"}};
  for (const auto& [instead, says] : rows) {
    CallBench bench;
    const auto credential = std::make_shared<NumberedCredential>(bench.Environment);
    credential->Instead = instead;
    bench.Credential = credential;
    const auto failed = Thrown<AuthenticationException>([&] { TypeParam::Send(bench.Client()); });
    EXPECT_THAT(failed.what(), HasSubstr("POST /api/hubs/chat/:send"));
    EXPECT_THAT(failed.what(), HasSubstr(says));
    EXPECT_THAT(failed.what(), ::testing::Not(HasSubstr("lines")));
    EXPECT_EQ(failed.Attempts(), 0);
    EXPECT_FALSE(failed.MayHaveBeenAccepted());
    EXPECT_THAT(bench.Transport->Requests(), IsEmpty());
    EXPECT_THAT(credential->Requests, SizeIs(1));
  }
}

TYPED_TEST(TokenAuthentication, FailsWithAChallengeThatTheCredentialCannotSatisfy) {
  this->bench_.Transport->WillRespond(500);
  this->bench_.Transport->Will([&](const HttpRequest&, const Context&) {
    this->credential_->Instead = []() -> AccessToken { throw std::runtime_error("no claims"); };
    return HttpResponse(401, Challenge(ClaimsAsBase64));
  });
  const auto failed =
      Thrown<AuthenticationException>([&] { TypeParam::Send(this->bench_.Client()); });
  EXPECT_THAT(failed.what(), HasSubstr("no claims"));
  EXPECT_EQ(failed.Attempts(), 2);
  EXPECT_TRUE(failed.MayHaveBeenAccepted());
}

TYPED_TEST(TokenAuthentication, EndsWithAContextThatEndsDuringATokenFetch) {
  const Context context = Context::Cancellable();
  const Context late = Context::Cancellable();
  this->credential_->Instead = [context, late, fetches = 0]() mutable {
    if (++fetches == 1) {
      context.Cancel();
      throw std::runtime_error("interrupted");
    }
    late.Cancel();
    return AccessToken("token", FakeEnvironment::Start() + minutes(9));
  };
  const auto ended =
      Thrown<OperationCancelledException>([&] { TypeParam::Send(this->bench_.Client(), context); });
  EXPECT_EQ(ended.Attempts(), 0);
  Thrown<OperationCancelledException>([&] { TypeParam::Send(this->bench_.Client(), late); });
  EXPECT_THAT(this->bench_.Transport->Requests(), IsEmpty());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
