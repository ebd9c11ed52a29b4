// A process that runs out of memory: each allocation of each scenario fails once, alone and with
// those that follow it.

#include <gtest/gtest.h>

#if !defined(_WIN32)

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>

#include "child_process.hpp"
#include "failing_allocations.hpp"
#include "memory_scenario.hpp"
#include "memory_server.hpp"
#include "support/sanitized.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::seconds;

constexpr const char* Done = "done";

/// The server, whose allocations are not those of this process.
class ServerProcess {
 public:
  ServerProcess()
      : child_([](int output) {
          const ScriptedServer server(&ServeMemoryScenarios);
          WriteLine(output, server.Url());
          while (true) pause();
        }),
        url_(child_.ReadLine().value()) {}

  [[nodiscard]] const std::string& Url() const { return url_; }

 private:
  ChildProcess child_;
  std::string url_;
};

template <class Action>
std::string EndingOf(Action action) {
  try {
    action();
    return "success";
  } catch (const std::bad_alloc&) {
    return "bad_alloc";
  } catch (const TransportException& failed) {
    return "TransportException " + std::string(ToString(failed.Cause()));
  } catch (const RequestFailedException&) {
    return "RequestFailedException";
  } catch (const AuthenticationException&) {
    return "AuthenticationException";
  } catch (const InvalidResponseException&) {
    return "InvalidResponseException";
  } catch (const OperationCancelledException&) {
    return "OperationCancelledException";
  } catch (const std::exception& other) {
    return "WRONG: " + std::string(other.what());
  } catch (...) {
    return "WRONG: an unknown exception";
  }
}

/// After a scenario: the client is idle soon, counts no call, and works.
std::string FaultAfter(const WebPubSubServiceClient& client) {
  const auto soon = [] { return Context::WithTimeout(seconds(IsSanitized ? 40 : 5)); };
  const std::string idle = EndingOf([&] { client.WaitUntilIdle(soon()); });
  if (idle != "success") return "WRONG: not idle: " + idle;
  const auto send = [&] { client.SendToAll("hi", {}, soon()); };
  std::string blocking = EndingOf(send);
  // It has shared a fetch that began while allocations failed, and goes on after its call.
  if (blocking == "AuthenticationException") blocking = EndingOf(send);
  if (blocking != "success") return "WRONG: the next blocking call: " + blocking;
  const std::string async = EndingOf([&] { client.SendToAllAsync("hi", {}, soon()).Get(); });
  if (async != "success") return "WRONG: the next asynchronous call: " + async;
  return {};
}

/// When the allocations fail.
enum class Use { First, Later };

struct Plan {
  MemoryScenario Scenario;
  Use When;
  long InARow;
  long Stride;
  std::string Url;
};

// What the scenario throws while allocations fail; and whether any has failed.
std::pair<std::exception_ptr, bool> Starve(const Plan& plan, const WebPubSubServiceClient& client,
                                           long first) {
  const FailingAllocations failing(first, plan.InARow);
  std::exception_ptr thrown;
  try {
    plan.Scenario.Run(client);
  } catch (...) {
    thrown = std::current_exception();
  }
  try {
    client.WaitUntilIdle(Context::WithTimeout(seconds(1)));  // while allocations fail
  } catch (...) {
  }
  return {thrown, FailingAllocations::HaveFailed()};
}

// Runs the scenario again and again, and says how it ended, until no allocation is left to fail.
void RunFrom(long first, const Plan& plan, int output) {
  std::optional<WebPubSubServiceClient> client;
  bool haveFailed = true;
  for (long n = first; haveFailed; n += plan.Stride) {
    WriteLine(output, std::to_string(n));
    if (!client || plan.When == Use::First) {
      client.emplace(MakeClient(plan.Scenario, plan.Url));
      if (plan.When == Use::Later) EndingOf([&] { plan.Scenario.Run(*client); });
    }
    std::exception_ptr thrown;
    std::tie(thrown, haveFailed) = Starve(plan, *client, n);
    const std::string ending = EndingOf([&] {
      if (thrown) std::rethrow_exception(thrown);
    });
    const std::string fault = FaultAfter(*client);
    WriteLine(output, fault.empty() ? ending : fault);
  }
  WriteLine(output, Done);
}

// Which runs ended in which way. After a crash or a hang, another process goes on.
std::map<std::string, std::vector<long>> EndingsOf(const Plan& plan) {
  std::map<std::string, std::vector<long>> endings;
  long next = 1;
  while (true) {
    ChildProcess child([&](int output) { RunFrom(next, plan, output); });
    while (true) {
      const auto number = child.ReadLine();
      if (number == Done) return endings;
      if (number) next = std::stol(*number);
      const auto ending = child.ReadLine();
      const char* const noEnding =
          child.Hangs() ? "WRONG: a hang" : "WRONG: the end of the process";
      endings[ending.value_or(noEnding)].push_back(next);
      next += plan.Stride;
      if (!ending) break;
    }
  }
}

// Every allocation takes too long for the default tests.
long Stride() {
  const char* const stride = std::getenv("WEBPUBSUB_MEMORY_STRIDE");
  return stride != nullptr ? std::atol(stride) : WEBPUBSUB_MEMORY_STRIDE;
}

class OutOfMemory : public testing::TestWithParam<std::tuple<MemoryScenario, Use>> {};

TEST_P(OutOfMemory, EndsACallAndNothingElse) {
  const auto& [scenario, use] = GetParam();
  const ServerProcess server;
  for (const long inARow : {1, 3, 10}) {
    std::string all;
    std::string wrong;
    for (const auto& [ending, runs] : EndingsOf({scenario, use, inARow, Stride(), server.Url()})) {
      all += ", " + std::to_string(runs.size()) + " " + ending;
      if (ending.rfind("WRONG", 0) != 0) continue;
      wrong += "\n" + ending + " at";
      for (const long run : runs) wrong += " " + std::to_string(run);
    }
    std::printf("%ld in a row%s\n", inARow, all.c_str());
    EXPECT_EQ(wrong, "") << inARow << " in a row";
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, OutOfMemory,
                         testing::Combine(testing::ValuesIn(MemoryScenarios()),
                                          testing::Values(Use::First, Use::Later)),
                         [](const auto& row) {
                           return std::get<0>(row.param).Name +
                                  std::string(std::get<1>(row.param) == Use::First ? "First"
                                                                                   : "Later");
                         });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
