#include "pipeline/environment.hpp"

#include <gtest/gtest.h>

#include <future>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

TEST(RealEnvironment, WaitsForTheGivenTime) {
  const Environment real = Environment::Real();
  const auto before = real.SteadyNow();
  EXPECT_TRUE(real.Wait(milliseconds(1), {}));
  EXPECT_GE(real.SteadyNow() - before, milliseconds(1));
  EXPECT_TRUE(real.Wait(milliseconds(0), Context::Cancellable()));
}

TEST(RealEnvironment, DoesNotWaitWithAContextThatHasEnded) {
  const Environment real = Environment::Real();
  const Context cancelled = Context::Cancellable();
  cancelled.Cancel();
  EXPECT_FALSE(real.Wait(nanoseconds::max(), cancelled));
  EXPECT_FALSE(real.Wait(hours(1), Context::WithTimeout(milliseconds(-1))));
}

TEST(RealEnvironment, EndsAWaitAtTheDeadline) {
  EXPECT_FALSE(Environment::Real().Wait(nanoseconds::max(), Context::WithTimeout(milliseconds(1))));
}

TEST(RealEnvironment, EndsAWaitThatIsCancelled) {
  const Context context = Context::Cancellable();
  auto waiting = std::async(std::launch::async,
                            [&] { return Environment::Real().Wait(nanoseconds::max(), context); });
  context.Cancel();
  EXPECT_FALSE(waiting.get());
}

TEST(RealEnvironment, DrawsBitsThatDiffer) {
  const auto random = Environment::Real().Random;
  std::uint64_t everSet = 0;
  std::uint64_t everUnset = 0;
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t bits = random();
    everSet |= bits;
    everUnset |= ~bits;
  }
  EXPECT_EQ(everSet, ~std::uint64_t{0});
  EXPECT_EQ(everUnset, ~std::uint64_t{0});
  EXPECT_NE(Environment::Real().Random(), Environment::Real().Random());
}

TEST(RealEnvironment, KnowsTheTime) {
  const Environment real = Environment::Real();
  const auto steady = std::chrono::steady_clock::now();
  const auto system = std::chrono::system_clock::now();
  EXPECT_GE(real.SteadyNow(), steady);
  EXPECT_LT(real.SystemNow() - system, hours(1));
  EXPECT_GT(real.SystemNow() - system, -hours(1));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
