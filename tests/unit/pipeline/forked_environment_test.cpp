#include <gtest/gtest.h>

#include <csignal>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/environment.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

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

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
