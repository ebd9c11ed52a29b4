#include "pipeline/environment.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

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

// Processes that are forked from one draw different bits, or they would send the same request ids.
TEST(RealEnvironment, DrawsOtherBitsInAForkedProcess) {
  const auto random = Environment::Real().Random;
  random();
  const auto drawn = [&] {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      const std::uint64_t bits = random();
      (void)!write(ends[1], &bits, sizeof bits);
      raise(SIGKILL);  // at an exit, ThreadSanitizer would miss the parent's threads
    }
    close(ends[1]);
    std::uint64_t bits = 0;
    EXPECT_EQ(read(ends[0], &bits, sizeof bits), static_cast<ssize_t>(sizeof bits));
    close(ends[0]);
    EXPECT_EQ(waitpid(child, nullptr, 0), child);
    return bits;
  };
  const std::set<std::uint64_t> all = {drawn(), drawn(), random(), drawn(), random()};
  EXPECT_EQ(all.size(), 5U);
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
