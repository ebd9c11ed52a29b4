#include <azure/messaging/webpubsub/context.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <future>
#include <ratio>
#include <stdexcept>
#include <thread>
#include <vector>

namespace Azure::Messaging::WebPubSub {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using Time = std::chrono::steady_clock::time_point;

TEST(Context, NeverEndsByDefault) {
  const Context context;
  context.Cancel();
  EXPECT_FALSE(context.IsCancelled());
  EXPECT_EQ(context.Deadline(), std::nullopt);
  EXPECT_EQ(context.ClientRequestId(), nullptr);
  bool called = false;
  const auto registration = context.OnCancel([&] { called = true; });
  context.Cancel();
  EXPECT_FALSE(called);
}

TEST(Context, IsCancelledWithAllItsCopies) {
  const Context context = Context::Cancellable();
  const Context copy = context;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_FALSE(copy.IsCancelled());
  context.Cancel();
  EXPECT_TRUE(copy.IsCancelled());
}

TEST(Context, IsCancelledWithItsParentButNotWithItsChild) {
  const Context parent = Context::Cancellable();
  const Context child = Context::Cancellable(parent);
  const Context sibling = Context::Cancellable(parent);
  child.Cancel();
  EXPECT_FALSE(parent.IsCancelled());
  EXPECT_FALSE(sibling.IsCancelled());
  parent.Cancel();
  EXPECT_TRUE(sibling.IsCancelled());
}

TEST(Context, HasTheEarliestDeadlineOfItsAncestors) {
  const Time noon{hours(12)};
  const Context parent = Context::WithDeadline(noon);
  EXPECT_EQ(parent.Deadline(), noon);
  EXPECT_EQ(Context::WithDeadline(noon + hours(1), parent).Deadline(), noon);
  EXPECT_EQ(Context::WithDeadline(noon - hours(1), parent).Deadline(), noon - hours(1));
  EXPECT_EQ(Context::Cancellable(parent).Deadline(), noon);
}

TEST(Context, AcceptsATimeoutOfAnyLength) {
  EXPECT_EQ(Context::WithTimeout(std::chrono::nanoseconds::max()).Deadline(), Time::max());
  const Context over = Context::WithTimeout(seconds(0));
  EXPECT_LE(over.Deadline(), std::chrono::steady_clock::now());
  const Context longOver = Context::WithTimeout(seconds(-1));
  EXPECT_LT(longOver.Deadline(), over.Deadline());
}

template <class Duration>
class ContextTimeout : public ::testing::Test {};
using Durations =
    ::testing::Types<std::chrono::nanoseconds, std::chrono::milliseconds, std::chrono::seconds,
                     std::chrono::minutes, std::chrono::hours,
                     std::chrono::duration<std::int64_t, std::ratio<31556952>>,
                     std::chrono::duration<std::int64_t, std::pico>, std::chrono::duration<double>,
                     std::chrono::duration<float, std::milli>, std::chrono::duration<unsigned>>;
TYPED_TEST_SUITE(ContextTimeout, Durations);

TYPED_TEST(ContextTimeout, UpToTheLongestDoesNotOverflow) {
  const Context forever = Context::WithTimeout((TypeParam::max)());
  // 2^63 picoseconds are 106 days, and 2^32 seconds are 136 years.
  EXPECT_GT(forever.Deadline(), std::chrono::steady_clock::now() + hours(24 * 100));
  EXPECT_FALSE(forever.HasEnded());
  EXPECT_TRUE(Context::WithTimeout(TypeParam::zero()).HasEnded());
}

TEST(Context, WithANegativeTimeoutHasEnded) {
  EXPECT_TRUE(Context::WithTimeout(std::chrono::nanoseconds(-1)).HasEnded());
  EXPECT_TRUE(Context::WithTimeout(std::chrono::nanoseconds::min()).HasEnded());
  EXPECT_TRUE(Context::WithTimeout(std::chrono::hours::min()).HasEnded());
  EXPECT_TRUE(Context::WithTimeout(std::chrono::duration<double>(-INFINITY)).HasEnded());
}

TEST(Context, WithTheLongestTimeoutHasNoLimit) {
  EXPECT_EQ(Context::WithTimeout(std::chrono::hours::max()).Deadline(), Time::max());
  EXPECT_EQ(Context::WithTimeout(std::chrono::duration<double>(INFINITY)).Deadline(), Time::max());
  EXPECT_EQ(Context::WithTimeout(std::chrono::duration<double>(NAN)).Deadline(), Time::max());
}

TEST(Context, HasEndedOnceItIsCancelledOrItsDeadlineHasPassed) {
  EXPECT_FALSE(Context().HasEnded());
  const Context context = Context::Cancellable();
  EXPECT_FALSE(context.HasEnded());
  context.Cancel();
  EXPECT_TRUE(context.HasEnded());
  EXPECT_TRUE(Context::Cancellable(context).HasEnded());
  EXPECT_TRUE(Context::WithTimeout(seconds(0)).HasEnded());
  EXPECT_FALSE(Context::WithTimeout(seconds(60)).HasEnded());
  EXPECT_TRUE(Context::WithTimeout(seconds(60), Context::WithTimeout(seconds(0))).HasEnded());
  const Time noon{hours(12)};
  EXPECT_FALSE(Context::WithDeadline(noon).HasEnded(noon - seconds(1)));
  EXPECT_TRUE(Context::WithDeadline(noon).HasEnded(noon));
}

TEST(Context, UnregistersTensOfThousandsOfCallbacksInLinearTime) {
  const Context context = Context::Cancellable();
  const auto timeOf = [&](std::size_t count) {
    std::vector<CancellationRegistration> registrations;
    for (std::size_t i = 0; i < count; ++i) registrations.push_back(context.OnCancel([] {}));
    const auto start = std::chrono::steady_clock::now();
    registrations.clear();
    return std::chrono::steady_clock::now() - start;
  };
  timeOf(1000);  // warms up
  // Quadratic, the second would take 1,600 times as long as the first: 10 minutes and not 10 ms.
  EXPECT_LT(timeOf(80'000), std::chrono::seconds(5));
}

TEST(Context, OfALongChainIsDestroyedWithoutRecursion) {
  for (const bool isNamed : {false, true}) {
    Context last = Context::Cancellable();
    const Context first = last;
    for (int i = 0; i < 100'000; ++i) {
      last = isNamed ? last.WithClientRequestId("id") : Context::Cancellable(last);
    }
    const Context middle = Context::Cancellable(last);
    last = Context();
    first.Cancel();
    EXPECT_TRUE(middle.IsCancelled());
  }
}

TEST(Context, OfAChainMayBeDroppedByManyThreads) {
  constexpr int Threads = 4;
  for (int round = 0; round < 50; ++round) {
    Context shared = Context::Cancellable();
    for (int i = 0; i < 20; ++i) shared = Context::Cancellable(shared);
    std::vector<std::future<bool>> dropped;
    std::vector<Context> children(Threads, shared);
    shared = Context();
    for (Context& child : children) {
      dropped.push_back(std::async(std::launch::async, [mine = std::move(child)]() mutable {
        Context leaf = Context::Cancellable(mine);
        mine = Context();
        const bool isCancelled = leaf.IsCancelled();
        leaf = Context();
        return isCancelled;
      }));
    }
    children.clear();
    for (auto& each : dropped) EXPECT_FALSE(each.get());
  }
}

TEST(Context, CarriesAClientRequestId) {
  const Context context = Context::Cancellable();
  const Context named = context.WithClientRequestId("my-id");
  EXPECT_EQ(*named.ClientRequestId(), "my-id");
  EXPECT_EQ(*Context::Cancellable(named).ClientRequestId(), "my-id");
  EXPECT_EQ(*named.WithClientRequestId("other").ClientRequestId(), "other");
  EXPECT_EQ(context.ClientRequestId(), nullptr);
  EXPECT_EQ(*Context().WithClientRequestId("alone").ClientRequestId(), "alone");
}

TEST(Context, SharesItsCancellationWithTheContextThatAddsAnId) {
  const Context context = Context::Cancellable();
  const Context named = context.WithClientRequestId("my-id");
  int calls = 0;
  const auto registration = named.OnCancel([&] { ++calls; });
  named.Cancel();
  EXPECT_TRUE(context.IsCancelled());
  EXPECT_EQ(calls, 1);
  const Context alone = Context().WithClientRequestId("alone");
  alone.Cancel();
  EXPECT_FALSE(alone.IsCancelled());
}

TEST(Context, RefusesIdsThatAHeaderCannotCarry) {
  for (const std::string& id : {std::string(), std::string("a b"), std::string("a\r\nb"),
                                std::string("\xc3\xa9"), std::string(129, 'x')}) {
    EXPECT_THROW((void)Context().WithClientRequestId(id), std::invalid_argument) << id;
  }
  EXPECT_NO_THROW((void)Context().WithClientRequestId(std::string(128, 'x')));
}

TEST(OnCancel, CallsOnceForTheFirstCancellationOfItsAncestors) {
  const Context parent = Context::Cancellable();
  const Context child = Context::Cancellable(parent);
  int calls = 0;
  const auto registration = child.OnCancel([&] { ++calls; });
  parent.Cancel();
  child.Cancel();
  parent.Cancel();
  EXPECT_EQ(calls, 1);
}

TEST(OnCancel, CallsAtOnceIfTheContextIsAlreadyCancelled) {
  const Context context = Context::Cancellable();
  context.Cancel();
  int calls = 0;
  const auto registration = Context::Cancellable(context).OnCancel([&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

TEST(OnCancel, EndsWithItsRegistration) {
  const Context context = Context::Cancellable();
  int calls = 0;
  {
    const auto ended = context.OnCancel([&] { ++calls; });
  }
  auto replaced = context.OnCancel([&] { ++calls; });
  replaced = CancellationRegistration();
  auto moved = context.OnCancel([&] { calls += 10; });
  const auto kept = std::move(moved);
  context.Cancel();
  EXPECT_EQ(calls, 10);
}

TEST(OnCancel, MayEndItsOwnRegistration) {
  const Context context = Context::Cancellable();
  CancellationRegistration registration;
  int calls = 0;
  registration = context.OnCancel([&] {
    ++calls;
    registration = CancellationRegistration();
  });
  context.Cancel();
  EXPECT_EQ(calls, 1);
}

TEST(OnCancel, WaitsWhenItIsUnregisteredForACallbackOnAnotherThread) {
  const Context context = Context::Cancellable();
  std::promise<void> begun;
  std::promise<void> proceed;
  std::atomic<bool> finished{false};
  auto registration = context.OnCancel([&] {
    begun.set_value();
    proceed.get_future().wait();
    finished = true;
  });
  std::thread canceller([&] { context.Cancel(); });
  begun.get_future().wait();
  std::thread releaser([&] { proceed.set_value(); });
  registration = CancellationRegistration();
  EXPECT_TRUE(finished);
  canceller.join();
  releaser.join();
}

TEST(OnCancel, IsSafeWhileOthersRegisterAndCancel) {
  constexpr int Rounds = 200;
  for (int round = 0; round < Rounds; ++round) {
    const Context context = Context::Cancellable();
    std::atomic<int> calls{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        const auto registration = context.OnCancel([&] { ++calls; });
        while (!context.IsCancelled()) std::this_thread::yield();
      });
    }
    context.Cancel();
    for (std::thread& thread : threads) thread.join();
    EXPECT_LE(calls, 3);
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub
