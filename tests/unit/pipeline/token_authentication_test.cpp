#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "core/cancellable_wait.hpp"
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
  this->bench_.Options.Retry.MaxRetryAfter = minutes(60);
  this->bench_.Transport->WillRespond(503, {{"Retry-After", "3600"}});
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

// The 401s that demand no claims.
std::vector<HttpHeaders> Refusals() {
  return {HttpHeaders(),
          {{"WWW-Authenticate", "Bearer"}},
          {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}},
          {{"WWW-Authenticate", "Negotiate"}, {"WWW-Authenticate", "Basic realm=\"x\""}},
          Challenge("not base64!")};
}

TYPED_TEST(TokenAuthentication, ReplacesATokenThatIsRefusedWithoutAChallengeOnce) {
  for (const HttpHeaders& headers : Refusals()) {
    for (const int last : {202, 401}) {
      CallBench bench;
      bench.Options.Retry.MaxRetries = 0;  // it isn't a retry
      bench.Options.Retry.Sends = SendRetry::AtMostOnce;
      const auto credential = std::make_shared<NumberedCredential>(bench.Environment);
      bench.Credential = credential;
      bench.Transport->WillRespond(401, headers);
      bench.Transport->WillRespond(last, headers);
      const auto client = bench.Client();
      if (last == 202) {
        EXPECT_EQ(TypeParam::Send(client).Status(), 202);
      } else {
        EXPECT_EQ(Thrown<RequestFailedException>([&] { TypeParam::Send(client); }).Attempts(), 2);
      }
      std::vector<std::string> tokens;
      for (const HttpRequest& request : bench.Transport->Requests()) {
        tokens.push_back(BearerTokenOf(request));
      }
      EXPECT_THAT(tokens, ElementsAre("token1", "token2"));
      EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
    }
  }
}

TYPED_TEST(TokenAuthentication, ReplacesARefusedTokenForLaterCallsToo) {
  this->bench_.Transport->WillRespond(401);
  for (int i = 0; i < 3; ++i) this->bench_.Transport->WillRespond(202);
  const auto client = this->bench_.Client();
  for (int i = 0; i < 3; ++i) TypeParam::Send(client);
  EXPECT_THAT(this->TokensSent(), ElementsAre("token1", "token2", "token2", "token2"));
}

TYPED_TEST(TokenAuthentication, SendsTheTokenThatAnotherCallFetchedAfterARefusal) {
  const auto client = this->bench_.Client();
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(client);
  this->bench_.Transport->Will([&](const HttpRequest&, const Context&) {
    this->bench_.Environment.Advance(minutes(56));
    TypeParam::Send(client);  // renews the token
    return HttpResponse(401);
  });
  this->bench_.Transport->WillRespond(202);
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(client);
  EXPECT_THAT(this->TokensSent(), ElementsAre("token1", "token1", "token2", "token2"));
  EXPECT_THAT(this->credential_->Requests, SizeIs(2));
}

// The response that refused the token says more than the failure to replace it.
TYPED_TEST(TokenAuthentication, KeepsTheRefusalIfThereIsNoOtherToken) {
  const std::vector<std::pair<std::function<AccessToken()>, std::string>> rows = {
      {[] { return AccessToken("same", FakeEnvironment::Start() + minutes(9)); }, "no other token"},
      {[fetches = 0]() mutable -> AccessToken {
         if (++fetches > 1) throw std::runtime_error("no login\nhere");
         return {"first", FakeEnvironment::Start() + minutes(9)};
       },
       "no other token: no login here"},
      {[fetches = 0]() mutable {
         return AccessToken(++fetches > 1 ? "" : "first", FakeEnvironment::Start() + minutes(9));
       },
       "no other token: the credential gave an empty token"}};
  for (const auto& [instead, says] : rows) {
    CallBench bench;
    const auto credential = std::make_shared<NumberedCredential>(bench.Environment);
    credential->Instead = instead;
    bench.Credential = credential;
    bench.Transport->WillRespond(401);
    const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
    EXPECT_EQ(failed.Status(), 401);
    EXPECT_EQ(failed.Attempts(), 1);
    EXPECT_THAT(failed.what(), HasSubstr(says));
    EXPECT_THAT(credential->Requests, SizeIs(2));
  }
}

TYPED_TEST(TokenAuthentication, MeetsAChallengeThatFollowsARefusal) {
  for (const bool challengeComesFirst : {true, false}) {
    CallBench bench;
    const auto credential = std::make_shared<NumberedCredential>(bench.Environment);
    bench.Credential = credential;
    if (challengeComesFirst) bench.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
    bench.Transport->WillRespond(401);
    if (!challengeComesFirst) bench.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
    bench.Transport->WillRespond(202);
    EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
    EXPECT_THAT(credential->Requests, SizeIs(3));
  }
}

TYPED_TEST(TokenAuthentication, IsLeftAloneByA401OfAnOperationWithoutAToken) {
  this->bench_.Transport->WillRespond(401);
  EXPECT_THROW(this->bench_.Client().GetServiceHealth(), RequestFailedException);
  EXPECT_THAT(this->credential_->Requests, IsEmpty());
}

TYPED_TEST(TokenAuthentication, RequestsTheScopeOfTheOptions) {
  this->bench_.Options.TokenScope = "api://my-app/.default";
  this->bench_.Transport->WillRespond(401, Challenge(ClaimsAsBase64));
  this->bench_.Transport->WillRespond(202);
  TypeParam::Send(this->bench_.Client());
  ASSERT_THAT(this->credential_->Requests, SizeIs(2));
  for (const TokenRequest& request : this->credential_->Requests) {
    EXPECT_THAT(request.Scopes, ElementsAre("api://my-app/.default"));
  }
}

// Gives a token once it has arrived, unless its context ends before.
class SlowCredential final : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest&, const Context& context) override {
    ++Calls;
    if (!WaitUnlessEnded(mutex_, changed_, context, [this] { return hasArrived_; })) {
      throw std::runtime_error("interrupted");
    }
    return {"slow", FakeEnvironment::Start() + minutes(60)};
  }
  void Arrive() {
    const std::lock_guard lock(mutex_);
    hasArrived_ = true;
    changed_.notify_all();
  }

  std::atomic<int> Calls{0};

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool hasArrived_ = false;
};

TYPED_TEST(TokenAuthentication, GetsATokenThatIsSlowerThanTheDeadlineOfEachCall) {
  CallBench bench;
  const auto credential = std::make_shared<SlowCredential>();
  bench.Credential = credential;
  bench.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const auto client = bench.Client();
  for (int i = 1; i <= 3; ++i) {
    const auto context = Context::Cancellable();
    std::thread deadline([&] {
      while (credential->Calls == 0) std::this_thread::yield();
      context.Cancel();
    });
    EXPECT_THROW(TypeParam::Send(client, context), OperationCancelledException);
    deadline.join();
  }
  credential->Arrive();
  TypeParam::Send(client);
  EXPECT_EQ(BearerTokenOf(bench.Transport->Requests().at(0)), "slow");
  EXPECT_EQ(credential->Calls, 1);
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
  std::promise<void> ended;
  this->credential_->Instead = [&, future = ended.get_future().share()]() -> AccessToken {
    context.Cancel();
    future.wait();
    throw std::runtime_error("interrupted");
  };
  const auto failed =
      Thrown<OperationCancelledException>([&] { TypeParam::Send(this->bench_.Client(), context); });
  EXPECT_EQ(failed.Attempts(), 0);
  EXPECT_THAT(this->bench_.Transport->Requests(), IsEmpty());
  ended.set_value();
}

// Asynchronous calls are all among those who wait, whatever their number.
TEST(AsyncTokenAuthentication, SharesATokenThatHasExpiredOnArrival) {
  CallBench bench;
  const auto credential = std::make_shared<NumberedCredential>(bench.Environment);
  std::promise<void> arrive;
  credential->Instead = [&, future = arrive.get_future().share()] {
    future.wait();
    return AccessToken("token" + std::to_string(credential->Requests.size()),
                       FakeEnvironment::Start() - minutes(1));
  };
  bench.Credential = credential;
  bench.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const auto client = bench.Client();
  std::vector<Future<Response>> pending;
  for (int i = 0; i < 16; ++i) pending.push_back(client.SendToAllAsync("hi"));
  // The loop starts calls in their order: once this one has ended, the others wait for the token.
  const Context cancelled = Context::Cancellable();
  cancelled.Cancel();
  EXPECT_THROW(client.SendToAllAsync("hi", {}, cancelled).Get(), OperationCancelledException);
  arrive.set_value();
  for (const auto& each : pending) EXPECT_EQ(each.Get().Status(), 202);
  EXPECT_THAT(credential->Requests, SizeIs(1));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
