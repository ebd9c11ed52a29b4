// How soon a hundred thousand calls have ended whose contexts end together. Measured with the real
// clock.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "fault_bench.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int Calls = IsSanitized ? 10'000 : 100'000;
// The promise is half a second.
constexpr milliseconds TenTimesThePromise{5'000};

/// Waits until the library has begun to work at every call.
class StartedCalls final : public CallObserver {
 public:
  void CallStarted(const CallDescription& /*call*/, HttpHeaders& /*headers*/) override {
    const std::lock_guard lock(mutex_);
    if (++started_ == Calls) all_.notify_all();
  }
  void WaitForAll() {
    std::unique_lock lock(mutex_);
    all_.wait(lock, [this] { return started_ == Calls; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_;
  int started_ = 0;
};

using ContextOfACall = std::function<Context(const Context& shared)>;

/// A server that never responds, and a client that starts all the calls.
class ManyCalls : public testing::Test {
 protected:
  ManyCalls() {
    Bench.Options.Limits.MaxCalls = Calls;
    Bench.Options.Limits.MaxBytes = std::size_t{1} << 30;
  }

  void Start(const Context& shared, const ContextOfACall& contextOfACall) {
    client_ = std::make_unique<WebPubSubServiceClient>(
        Bench.ClientInTheRealEnvironment(site_->Url(), false));
    for (int i = 0; i < Calls; ++i) {
      pending_.push_back(client_->SendToAllAsync("hi", {}, contextOfACall(shared)));
    }
  }

  // @param since when their contexts have ended.
  void ExpectThatAllEndSoon(steady_clock::time_point since) {
    client_->WaitUntilIdle();
    EXPECT_LE(steady_clock::now() - since, TenTimesThePromise);
    for (const auto& each : pending_) {
      ASSERT_TRUE(each.IsReady());
      const auto result = each.AsResult();
      ASSERT_NE(dynamic_cast<const OperationCancelledException*>(result.Error()), nullptr);
    }
  }

  FaultBench Bench;

 private:
  const std::unique_ptr<Site> site_ = FaultyServer(
      [](ScriptedConnection& connection, const std::string&) { connection.WaitForClient(); }, 1000,
      "");
  std::unique_ptr<WebPubSubServiceClient> client_;
  std::vector<Future<Response>> pending_;
};

struct Relation {
  std::string Name;
  ContextOfACall Make;
};
void PrintTo(const Relation& relation, std::ostream* out) { *out << relation.Name; }

class ManyCancelledCalls : public ManyCalls, public testing::WithParamInterface<Relation> {};

TEST_P(ManyCancelledCalls, EndSoonThoughTheyHaveJustBeenStarted) {
  const Context shared = Context::Cancellable();
  Start(shared, GetParam().Make);
  const auto begin = steady_clock::now();
  shared.Cancel();
  ExpectThatAllEndSoon(begin);
}

TEST_P(ManyCancelledCalls, EndSoonWhileTheyWaitForAConnection) {
  const auto started = std::make_shared<StartedCalls>();
  Bench.Options.Observer = started;
  const Context shared = Context::Cancellable();
  Start(shared, GetParam().Make);
  started->WaitForAll();
  const auto begin = steady_clock::now();
  shared.Cancel();
  ExpectThatAllEndSoon(begin);
}

INSTANTIATE_TEST_SUITE_P(Table, ManyCancelledCalls,
                         testing::Values(Relation{"OnOneContext",
                                                  [](const Context& shared) { return shared; }},
                                         Relation{"OnChildrenWithDeadlines",
                                                  [](const Context& shared) {
                                                    return Context::WithTimeout(hours(1), shared);
                                                  }}),
                         [](const auto& row) { return row.param.Name; });

TEST_F(ManyCalls, EndSoonAfterTheirDeadline) {
  const auto deadline = steady_clock::now() + milliseconds(500);
  Start(Context::WithDeadline(deadline), [](const Context& shared) { return shared; });
  ExpectThatAllEndSoon(std::max(deadline, steady_clock::now()));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
