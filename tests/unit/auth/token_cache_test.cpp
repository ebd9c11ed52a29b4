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
    return Fetch(context);
  }
  // Returns the token, throws the failure, or returns nothing if the context ended the wait.
  Token Fetch(const Context& context = {}, const TokenDemand& demand = {}) {
    auto fetched = cache_.Fetch(context, demand);
    if (!fetched) return std::nullopt;
    if (fetched->Failure) std::rethrow_exception(fetched->Failure);
    return fetched->Token;
  }
  // While another fetch is under way: returns once they all wait for it.
  std::vector<std::future<Token>> FetchOnThreads(int threads) {
    ForgetLooks();
    std::vector<std::future<Token>> gets;
    for (int i = 0; i < threads; ++i) {
      gets.push_back(std::async(std::launch::async, [this] { return Fetch(); }));
    }
    WaitUntilSeen(threads);
    return gets;
  }
  Token RespondToChallenge(const std::string& claims, const std::string& refused) {
    return Fetch({}, {claims, refused});
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
  TokenCache cache_{credential_, "https://scope.example/.default", [this] {
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

TEST_F(TokenCacheTest, RequestsItsScope) {
  Get();
  EXPECT_THAT(credential_->LastRequest.Scopes, ElementsAre("https://scope.example/.default"));
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
  TokenCache cache(credential, "scope", [this] { return environment_.SystemNow(); });
  EXPECT_EQ(cache.Fetch({}, {})->Token, "token");
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
    EXPECT_EQ(Fetch(), "token1");
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
  credential_->OnCall = [&](const Context&) { gets = FetchOnThreads(4); };
  EXPECT_EQ(Get(), "token2");
  for (auto& get : gets) EXPECT_EQ(get.get(), "token2");
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, SharesAFailureWithTheCallersThatWait) {
  Get();
  environment_.Advance(minutes(60));
  std::vector<std::future<Token>> gets;
  credential_->OnCall = [&](const Context&) {
    gets = FetchOnThreads(4);
    throw std::domain_error("no login");
  };
  EXPECT_THROW(Get(), std::domain_error);
  for (auto& get : gets) EXPECT_THROW(get.get(), std::domain_error);
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, LetsAFetchOutliveTheCallerThatStartedIt) {
  Get();
  for (const bool isWaitedFor : {true, false}) {
    environment_.Advance(minutes(60));
    const int calls = credential_->Calls;
    const Context context = Context::Cancellable();
    std::promise<void> left;
    std::future<Token> other;
    credential_->OnCall = [&](const Context& given) {
      ForgetLooks();
      if (isWaitedFor) other = std::async(std::launch::async, [this] { return Fetch(); });
      if (isWaitedFor) WaitUntilSeen(1);
      context.Cancel();
      left.get_future().wait();
      EXPECT_FALSE(given.HasEnded());
    };
    EXPECT_EQ(Get(context), std::nullopt);
    left.set_value();
    const Token expected = "token" + std::to_string(calls + 1);
    EXPECT_EQ(isWaitedFor ? other.get() : expected, expected);
    EXPECT_EQ(Fetch(), expected);
    EXPECT_EQ(credential_->Calls, calls + 1);
  }
}

TEST_F(TokenCacheTest, SharesAFailureOfAFetchWhoseCallerHasLeft) {
  const Context context = Context::Cancellable();
  std::promise<void> joined;
  credential_->OnCall = [&](const Context&) {
    context.Cancel();
    joined.get_future().wait();
    throw std::domain_error("no login");
  };
  EXPECT_EQ(Get(context), std::nullopt);
  std::optional<FetchedToken> shared;
  std::promise<void> called;
  const auto place = cache_.FetchAsync({}, [&](FetchedToken fetched) {
    shared = std::move(fetched);
    called.set_value();
  });
  joined.set_value();
  called.get_future().wait();
  EXPECT_THROW(std::rethrow_exception(shared->Failure), std::domain_error);
  EXPECT_EQ(credential_->Calls, 1);
}

TEST_F(TokenCacheTest, GivesATokenThatHasExpiredOnArrivalToAllWhoWaitForIt) {
  credential_->Lifetime = -seconds(1);
  std::promise<void> release;
  credential_->OnCall = [future = release.get_future().share()](const Context&) { future.wait(); };
  std::vector<std::promise<std::string>> promises(8);
  std::vector<std::shared_ptr<const void>> places;
  for (auto& promise : promises) {
    places.push_back(cache_.FetchAsync(
        {}, [&](FetchedToken fetched) { promise.set_value(std::move(fetched.Token)); }));
  }
  release.set_value();
  for (auto& promise : promises) EXPECT_EQ(promise.get_future().get(), "token1");
  EXPECT_EQ(credential_->Calls, 1);
  EXPECT_EQ(Get(), "token2");
}

TEST_F(TokenCacheTest, GivesATokenThatHasExpiredOnArrivalToBlockedCallers) {
  Get();
  environment_.Advance(minutes(60));
  credential_->Lifetime = -seconds(1);
  std::vector<std::future<Token>> gets;
  credential_->OnCall = [&](const Context&) { gets = FetchOnThreads(4); };
  EXPECT_EQ(Get(), "token2");
  for (auto& get : gets) EXPECT_EQ(get.get(), "token2");
  EXPECT_EQ(credential_->Calls, 2);
}

TEST_F(TokenCacheTest, ReleasesTheCallbackOfACallerThatLeaves) {
  std::promise<void> release;
  credential_->OnCall = [future = release.get_future().share()](const Context&) { future.wait(); };
  for (int i = 0; i < 3; ++i) {
    const auto message = std::make_shared<int>(1);
    auto place = cache_.FetchAsync({}, [message](FetchedToken) { FAIL() << "called"; });
    EXPECT_EQ(message.use_count(), 2);
    place.reset();
    EXPECT_EQ(message.use_count(), 1);
  }
  release.set_value();
  EXPECT_EQ(Fetch(), "token1");
}

TEST_F(TokenCacheTest, EndsAWaitThatIsCancelled) {
  Get();
  environment_.Advance(minutes(60));
  const Context context = Context::Cancellable();
  credential_->OnCall = [&](const Context&) {
    ForgetLooks();
    auto waiting = std::async(std::launch::async, [&] { return Fetch(context); });
    WaitUntilSeen(1);
    context.Cancel();
    EXPECT_EQ(waiting.get(), std::nullopt);
  };
  EXPECT_EQ(Get(), "token2");
}

TEST_F(TokenCacheTest, EndsAWaitAtItsDeadline) {
  credential_->OnCall = [&](const Context&) {
    // This runs on the fetching thread, so without the deadline it would wait for itself.
    EXPECT_EQ(Fetch(Context::WithTimeout(seconds(0))), std::nullopt);
    EXPECT_EQ(Fetch(Context::WithTimeout(std::chrono::milliseconds(1))), std::nullopt);
  };
  EXPECT_EQ(Get(), "token1");
}

TEST_F(TokenCacheTest, GivesTheCredentialTwoMinutesWhateverItsCallerHas) {
  for (const Context& context :
       {Context(), Context::WithTimeout(minutes(1)), Context::WithTimeout(minutes(7))}) {
    environment_.Advance(minutes(60));
    std::promise<std::chrono::nanoseconds> left;
    credential_->OnCall = [&](const Context& given) {
      left.set_value(*given.Deadline() - std::chrono::steady_clock::now());
    };
    Get(context);
    const auto time = left.get_future().get();
    EXPECT_LE(time, minutes(2));
    EXPECT_GT(time, seconds(90));
  }
}

TEST_F(TokenCacheTest, CancelsAFetchWhoseClientIsGone) {
  std::optional<TokenCache> cache;
  cache.emplace(credential_, "scope", [] { return FakeEnvironment::Start(); });
  std::promise<void> begun;
  std::promise<void> cancelled;
  credential_->OnCall = [&](const Context& given) {
    const auto registration = given.OnCancel([&] { cancelled.set_value(); });
    begun.set_value();
    cancelled.get_future().wait();
  };
  auto place = cache->FetchAsync({}, [](FetchedToken) {});
  begun.get_future().wait();
  place.reset();
  cache.reset();
  // The thread holds the credential until it has ended, and so does cache_.
  while (credential_.use_count() > 2) std::this_thread::yield();
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

TEST_F(TokenCacheTest, DropsATokenThatWasRefusedWithoutAChallenge) {
  Get();
  std::promise<void> release;
  credential_->OnCall = [future = release.get_future().share()](const Context&) { future.wait(); };
  std::promise<std::string> renewed;
  const auto place = cache_.FetchAsync(
      {{}, "token1"}, [&](FetchedToken fetched) { renewed.set_value(fetched.Token); });
  EXPECT_EQ(cache_.Find(), std::nullopt);
  release.set_value();
  EXPECT_EQ(renewed.get_future().get(), "token2");
  // A call that was refused later with the old token gets the new one.
  EXPECT_EQ(Fetch({}, {{}, "token1"}), "token2");
  EXPECT_EQ(credential_->Calls, 2);
  Fail();
  EXPECT_THROW(Fetch({}, {{}, "token2"}), std::runtime_error);
  EXPECT_EQ(cache_.Find(), std::nullopt);
}

TEST_F(TokenCacheTest, FetchesForClaimsOnceTheFetchThatIsUnderWayHasEnded) {
  std::promise<void> release;
  credential_->OnCall = [future = release.get_future().share()](const Context&) { future.wait(); };
  std::vector<std::promise<std::string>> promises(4);
  std::vector<std::shared_ptr<const void>> places;
  for (std::size_t i = 0; i < promises.size(); ++i) {
    places.push_back(
        cache_.FetchAsync({i < 2 ? "" : "claims" + std::to_string(i), ""},
                          [&, i](FetchedToken fetched) { promises[i].set_value(fetched.Token); }));
  }
  release.set_value();
  std::vector<std::string> tokens;
  for (auto& promise : promises) tokens.push_back(promise.get_future().get());
  EXPECT_THAT(tokens, ElementsAre("token1", "token1", "token2", "token3"));
  EXPECT_EQ(credential_->LastRequest.Claims, "claims3");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
