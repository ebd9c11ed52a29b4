// A process that has no descriptor left when a client makes its first call.

#include <gtest/gtest.h>

#include "support/sanitized.hpp"

// The sanitizers need descriptors themselves.
#if defined(__linux__) && !defined(WEBPUBSUB_SANITIZED)

#include <sys/resource.h>

#include "fault_bench.hpp"
#include "site.hpp"
#include "support/promptness.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

/// Makes every opening of a descriptor fail for the lifetime of this object.
class NoNewDescriptors {
 public:
  NoNewDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoNewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoNewDescriptors(const NoNewDescriptors&) = delete;
  NoNewDescriptors& operator=(const NoNewDescriptors&) = delete;

 private:
  rlimit before_{};
};

class Starved : public testing::TestWithParam<Form> {};

TEST_P(Starved, FirstCallFailsInTimeAndLaterOnesConnect) {
  const auto site = ClosedPort();
  FaultBench bench;
  const auto client = bench.ClientInTheRealEnvironment(site->Url(), false);
  const auto send = [&](const Context& context) {
    return OutcomeOf([&] { OperationKindNamed("Send").Call(GetParam(), client, context); });
  };
  {
    const NoNewDescriptors none;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    EXPECT_EQ(send(Context::WithDeadline(deadline)).Ending, "Transport Resources");
    EXPECT_LE(std::chrono::steady_clock::now() - deadline, Prompt);
    const Outcome starved{"Transport Resources", false, 2};
    EXPECT_EQ(send({}), starved);
    try {
      OperationKindNamed("Send").Call(GetParam(), client);
      ADD_FAILURE() << "no failure";
    } catch (const TransportException& failed) {
      EXPECT_NE(std::string(failed.what()).find("EMFILE"), std::string::npos) << failed.what();
    }
  }
  const Outcome refused{"Transport Connect", false, 2};
  EXPECT_EQ(send({}), refused);
}

INSTANTIATE_TEST_SUITE_P(Forms, Starved, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
