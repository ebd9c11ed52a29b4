#include "auth/token_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "support/fake_environment.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using Testing::FakeEnvironment;
using Token = std::optional<std::string>;

// Gives "token1", "token2", … of a chosen lifetime; or does what it is told.
class NumberedCredential final : public TokenCredential {
 public:
  explicit NumberedCredential(const FakeEnvironment& world) : environment_(world) {}

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
  // As a call does it.
  Token Get(const Context& context = {}) {
    if (auto token = cache_.Find()) return token;
    return cache_.Fetch(context, {}, {});
  }
  Token Response(const std::string& claims, const std::string& rejected) {
    return cache_.Fetch({}, claims, rejected);
  }
  void Fail() {
    credential_->OnCall = [](const Context&) { throw std::runtime_error("no login"); };
  }

  // Returns when `count` threads have looked at the token that the cache has, which they do with
  // the cache's lock held: what they see then is what they go by.
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

TEST_F(TokenCacheTest, AsksForTheServicesScope) {
  Get();
  EXPECT_THAT(credential_->LastRequest.Scopes, ElementsAre("https://webpubsub.azure.com/.default"));
  EXPECT_EQ(credential_->LastRequest.Claims, "");
}

TEST_F(TokenCacheTest, KeepsATokenUntilFiveMinutesBeforeItsEnd) {
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(minutes(55) - seconds(1));
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(seconds(1));
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, KeepsAShortLivedTokenForHalfItsLife) {
  credential_->Lifetime = minutes(4);
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(minutes(2) - seconds(1));
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(seconds(1));
  EXPECT_EQ(Get(), "token2");
}

TEST_F(TokenCacheTest, UsesATokenThatIsOverAlreadyForOneCallAlone) {
  credential_->Lifetime = -seconds(1);
  EXPECT_EQ(Get(), "token1");
  EXPECT_EQ(Get(), "token2");
}

// As far from now as the clock goes, and so farther than a duration.
TEST_F(TokenCacheTest, UsesATokenThatNeverWasGoodForOneCallAlone) {
  const auto credential =
      std::make_shared<CallbackTokenCredential>([](const TokenRequest&, const Context&) {
        return AccessToken("token", FakeEnvironment::SystemTime::min());
      });
  TokenCache cache(credential, [this] { return environment_.SystemNow(); });
  EXPECT_EQ(cache.Fetch({}, {}, {}), "token");
  EXPECT_EQ(cache.Find(), std::nullopt);
}

TEST_F(TokenCacheTest, KeepsATokenWithoutAnEnd) {
  credential_->Lifetime = FakeEnvironment::SystemTime::max() - environment_.SystemNow();
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(std::chrono::hours(24 * 365));
  EXPECT_EQ(Get(), "token1");
}

TEST_F(TokenCacheTest, LetsOthersGoOnWithTheOldTokenWhileOneCallerRenewsIt) {
  Get();
  environment_.Advance(minutes(56));
  credential_->OnCall = [&](const Context&) {
    // On this thread, but with what any other would see.
    EXPECT_EQ(cache_.Find(), "token1");
    EXPECT_EQ(cache_.Fetch({}, {}, {}), "token1");
  };
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, AsksOnceForManyThreadsThatNeedTheFirstToken) {
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

TEST_F(TokenCacheTest, MakesThreadsThatHaveNoGoodTokenWaitForTheOneThatAsks) {
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

TEST_F(TokenCacheTest, SharesAFailureWithThoseWhoWait) {
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

TEST_F(TokenCacheTest, LetsAWaiterAskItselfIfTheCallerWhoAskedWasCancelled) {
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
    // On this thread: it would wait for itself.
    EXPECT_EQ(cache_.Fetch(Context::WithTimeout(seconds(0)), {}, {}), std::nullopt);
    EXPECT_EQ(cache_.Fetch(Context::WithTimeout(std::chrono::milliseconds(1)), {}, {}),
              std::nullopt);
  };
  EXPECT_EQ(Get(), "token1");
}

TEST_F(TokenCacheTest, GivesTheCredentialTheCallersContext) {
  const auto context = Context::WithTimeout(minutes(7));
  credential_->OnCall = [&](const Context& given) {
    EXPECT_EQ(given.Deadline(), context.Deadline());
  };
  EXPECT_EQ(Get(context), "token1");
}

TEST_F(TokenCacheTest, ThrowsWhatTheCredentialThrowsAndAsksAgainTheNextTime) {
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
  // The pause doesn't outlive the token.
  environment_.Advance(minutes(4) - seconds(31));
  EXPECT_EQ(Get(), "token1");
  environment_.Advance(seconds(1));
  EXPECT_THROW(Get(), std::runtime_error);
}

TEST_F(TokenCacheTest, MeetsAChallengeWithANewTokenThatHasItsClaims) {
  Get();
  EXPECT_EQ(Response("claims", "token1"), "token2");
  EXPECT_EQ(credential_->LastRequest.Claims, "claims");
  // For everybody from now on, and for others who were challenged with the old one.
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(Response("claims", "token1"), "token2");
  EXPECT_EQ(credential_->Calls, 2);
  // But not for those who were challenged with it.
  EXPECT_EQ(Response("claims", "token2"), "token3");
}

TEST_F(TokenCacheTest, DoesNotMeetAChallengeWithATokenThatWasAskedForWithoutItsClaims) {
  Get();
  environment_.Advance(minutes(56));
  EXPECT_EQ(Get(), "token2");
  EXPECT_EQ(Response("claims", "token1"), "token3");
  EXPECT_EQ(Response("other claims", "token1"), "token4");
  EXPECT_EQ(credential_->LastRequest.Claims, "other claims");
}

TEST_F(TokenCacheTest, DoesNotMeetAChallengeWithTheOldTokenIfTheNewOneFails) {
  Get();
  Fail();
  EXPECT_THROW(Response("claims", "token1"), std::runtime_error);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub
