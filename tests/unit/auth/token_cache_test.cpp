#include "auth/token_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "support/fake_environment.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using Testing::FakeEnvironment;
using Token = std::optional<std::string>;

// Returns "token1", "token2", … with a lifetime that the test chooses, after it calls `OnCall`.
class NumberedCredential final : public TokenCredential {
 public:
  explicit NumberedCredential(const FakeEnvironment& environment) : environment_(environment) {}

  AccessToken GetToken(const TokenRequest& request, const Context& context) override {
    const int number = ++Calls;
    LastRequest = request;
    if (OnCall) OnCall(context);
    return {"token" + std::to_string(number), environment_.SystemNow() + Lifetime};
  }

  std::atomic<int> Calls{0};
  TokenRequest LastRequest;
  std::chrono::nanoseconds Lifetime = minutes(60);
  std::function<void(const Context&)> OnCall;

 private:
  const FakeEnvironment& environment_;
};

class TokenCacheTest : public ::testing::Test {
 protected:
  // Gets a token as a call does.
  Token Get(const Context& context = {}) {
    if (auto token = cache_.Find()) return token;
    return cache_.Fetch(context, {}, {});
  }
  Token RespondToChallenge(const std::string& claims, const std::string& rejected) {
    return cache_.Fetch({}, claims, rejected);
  }
  void Fail() {
    credential_->OnCall = [](const Context&) { throw std::runtime_error("no login"); };
  }

  // Returns when `count` threads have looked at the cached token. They hold the cache's lock while
  // they look, so what they see decides what they do.
  void WaitUntilSeen(int count) {
    std::unique_lock lock(mutex_);
    looked_.wait(lock, [&] { return looks_ >= count; });
  }
  void ForgetLooks() {
    const std::lock_guard lock(mutex_);
    looks_ = 0;
  }

  FakeEnvironment environment_;
  std::shared_ptr<NumberedCredential> credential_ =
      std::make_shared<NumberedCredential>(environment_);
  TokenCache cache_{credential_, [this] {
                      {
                        const std::lock_guard lock(mutex_);
                        ++looks_;
                      }
                      looked_.notify_all();
                      return environment_.SystemNow();
                    }};

 private:
  std::mutex mutex_;
  std::condition_variable looked_;
  int looks_ = 0;
};

TEST_F(TokenCacheTest, RequestsTheScopeOfTheService) {
  Get();
  EXPECT_THAT(credential_->LastRequest.Scopes, ElementsAre("https://webpubsub.azure.com/.default"));
  EXPECT_EQ(credential_->LastRequest.Claims, "");
}

TEST_F(TokenCacheTest, KeepsATokenUntilFiveMinutesBeforeItExpires) {
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(minutes(55) - seconds(1));
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(seconds(1));
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, KeepsAShortLivedTokenForHalfItsLifetime) {
  credential_->Lifetime = minutes(4);
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(minutes(2) - seconds(1));
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(seconds(1));
  EXPECT_EQ(Get(), "token2");
}

TEST_F(TokenCacheTest, UsesAnExpiredTokenForOneCallOnly) {
  credential_->Lifetime = -seconds(1);
  EXPECT_EQ(Get(), "token1");
  EXPECT_EQ(Get(), "token2");
}

// The expiry is at the start of the clock's range: its distance from now overflows a duration.
TEST_F(TokenCacheTest, UsesATokenThatWasNeverValidForOneCallOnly) {
  const auto credential =
      std::make_shared<CallbackTokenCredential>([](const TokenRequest&, const Context&) {
        return AccessToken("token", FakeEnvironment::SystemTime::min());
      });
  TokenCache cache(credential, [this] { return environment_.SystemNow(); });
  EXPECT_EQ(cache.Fetch({}, {}, {}), "token");
  EXPECT_EQ(cache.Find(), std::nullopt);
}

TEST_F(TokenCacheTest, KeepsATokenThatNeverExpires) {
  credential_->Lifetime = FakeEnvironment::SystemTime::max() - environment_.SystemNow();
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(std::chrono::hours(24 * 365));
  EXPECT_EQ(Get(), "token1");
}

TEST_F(TokenCacheTest, LetsOtherCallersUseTheOldTokenWhileOneRenewsIt) {
  Get();
  environment_.Advance(minutes(56));
  credential_->OnCall = [&](const Context&) {
    // Runs on the fetching thread, but sees what any other thread would see.
    EXPECT_EQ(cache_.Find(), "token1");
    EXPECT_EQ(cache_.Fetch({}, {}, {}), "token1");
  };
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, FetchesOnceForManyThreadsThatNeedTheFirstToken) {
  std::promise<void> release;
  credential_->OnCall = [future = release.get_future().share()](const Context&) { future.wait(); };
  std::vector<std::future<Token>> gets;
  for (int i = 0; i < 8; ++i) {
    gets.push_back(std::async(std::launch::async, [this] { return Get(); }));
  }
  release.set_value();
  for (auto& get : gets) EXPECT_EQ(get.get(), "token1");
  EXPECT_EQ(credential_->Calls, 1);
}

TEST_F(TokenCacheTest, MakesThreadsWithoutAValidTokenWaitForTheOneThatFetches) {
  Get();
  environment_.Advance(minutes(60));
  std::vector<std::future<Token>> gets;
  credential_->OnCall = [&](const Context&) {
    ForgetLooks();
    for (int i = 0; i < 4; ++i) {
      gets.push_back(std::async(std::launch::async, [this] { return cache_.Fetch({}, {}, {}); }));
    }
    WaitUntilSeen(4);
  };
  EXPECT_EQ(Get(), "token2");
  for (auto& get : gets) EXPECT_EQ(get.get(), "token2");
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, SharesAFailureWithTheCallersThatWait) {
  Get();
  environment_.Advance(minutes(60));
  std::vector<std::future<Token>> gets;
  credential_->OnCall = [&](const Context&) {
    ForgetLooks();
    for (int i = 0; i < 4; ++i) {
      gets.push_back(std::async(std::launch::async, [this] { return cache_.Fetch({}, {}, {}); }));
    }
    WaitUntilSeen(4);
    throw std::domain_error("no login");
  };
  EXPECT_THROW(Get(), std::domain_error);
  for (auto& get : gets) EXPECT_THROW(get.get(), std::domain_error);
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, LetsAWaitingCallerFetchIfTheFetchingCallerIsCancelled) {
  Get();
  environment_.Advance(minutes(60));
  const Context context = Context::Cancellable();
  std::future<Token> get;
  credential_->OnCall = [&](const Context&) {
    if (credential_->Calls > 2) return;
    ForgetLooks();
    get = std::async(std::launch::async, [this] { return cache_.Fetch({}, {}, {}); });
    WaitUntilSeen(1);
    context.Cancel();
    throw std::runtime_error("interrupted");
  };
  EXPECT_THROW(Get(context), std::runtime_error);
  EXPECT_EQ(get.get(), "token3");
}

TEST_F(TokenCacheTest, EndsAWaitThatIsCancelled) {
  Get();
  environment_.Advance(minutes(60));
  const Context context = Context::Cancellable();
  credential_->OnCall = [&](const Context&) {
    ForgetLooks();
    auto waiting = std::async(std::launch::async, [&] { return cache_.Fetch(context, {}, {}); });
    WaitUntilSeen(1);
    context.Cancel();
    EXPECT_EQ(waiting.get(), std::nullopt);
  };
  EXPECT_EQ(Get(), "token2");
}

TEST_F(TokenCacheTest, EndsAWaitAtItsDeadline) {
  credential_->OnCall = [&](const Context&) {
    // This runs on the fetching thread, so without the deadline it would wait for itself.
    EXPECT_EQ(cache_.Fetch(Context::WithTimeout(seconds(0)), {}, {}), std::nullopt);
    EXPECT_EQ(cache_.Fetch(Context::WithTimeout(std::chrono::milliseconds(1)), {}, {}),
              std::nullopt);
  };
  EXPECT_EQ(Get(), "token1");
}

TEST_F(TokenCacheTest, PassesTheCallersContextToTheCredential) {
  const auto context = Context::WithTimeout(minutes(7));
  credential_->OnCall = [&](const Context& given) {
    EXPECT_EQ(given.Deadline(), context.Deadline());
  };
  EXPECT_EQ(Get(context), "token1");
}

TEST_F(TokenCacheTest, ThrowsWhatTheCredentialThrowsAndFetchesAgainTheNextTime) {
  Fail();
  EXPECT_THROW(Get(), std::runtime_error);
  EXPECT_THROW(Get(), std::runtime_error);
  credential_->OnCall = nullptr;
  EXPECT_EQ(Get(), "token3");
}

TEST_F(TokenCacheTest, KeepsTheOldTokenWhenARenewalFailsAndPausesHalfAMinute) {
  Get();
  environment_.Advance(minutes(56));
  Fail();
  EXPECT_EQ(Get(), "token1");
  EXPECT_EQ(credential_->Calls, 2);
  environment_.Advance(seconds(29));
  EXPECT_EQ(Get(), "token1");
  EXPECT_EQ(credential_->Calls, 2);
  environment_.Advance(seconds(1));
  EXPECT_EQ(Get(), "token1");
  EXPECT_EQ(credential_->Calls, 3);
  // The pause ends when the token expires.
  environment_.Advance(minutes(4) - seconds(31));
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(seconds(1));
  EXPECT_THROW(Get(), std::runtime_error);
}

TEST_F(TokenCacheTest, RespondsToAChallengeWithANewTokenThatHasItsClaims) {
  Get();
  EXPECT_EQ(RespondToChallenge("claims", "token1"), "token2");
  EXPECT_EQ(credential_->LastRequest.Claims, "claims");
  // All callers now get the new token, including those that were challenged with the old one.
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(RespondToChallenge("claims", "token1"), "token2");
  EXPECT_EQ(credential_->Calls, 2);
  // A caller that was challenged with the new token gets another one.
  EXPECT_EQ(RespondToChallenge("claims", "token2"), "token3");
}

TEST_F(TokenCacheTest, DoesNotRespondToAChallengeWithATokenFetchedWithoutItsClaims) {
  Get();
  environment_.Advance(minutes(56));
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(RespondToChallenge("claims", "token1"), "token3");
  EXPECT_EQ(RespondToChallenge("other claims", "token1"), "token4");
  EXPECT_EQ(credential_->LastRequest.Claims, "other claims");
}

TEST_F(TokenCacheTest, DoesNotRespondToAChallengeWithTheOldTokenIfTheFetchFails) {
  Get();
  Fail();
  EXPECT_THROW(RespondToChallenge("claims", "token1"), std::runtime_error);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
