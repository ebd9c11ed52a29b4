// No wake-up of the I/O thread is lost, whenever it comes. (curl_multi_perform of libcurl 8.21.0
// swallows one that came before it.) Measured with the real clock.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "fault_bench.hpp"
#include "site.hpp"
#include "support/case_limit.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int Threads = 4;
constexpr int CallsOfAThread = IsSanitized ? 2'500 : 25'000;
// The promise is 50 ms, which a busy machine breaks in some of so many calls. A wake-up that is
// lost costs a minute.
constexpr std::chrono::seconds Longest{2};
constexpr std::chrono::minutes AttemptTimeout{10};

void BeBusyUntil(steady_clock::time_point end) {
  while (steady_clock::now() < end) std::this_thread::yield();
}

/// Keeps the I/O thread from waiting, so that wake-ups come just before it waits.
class SlowObserver final : public CallObserver {
 public:
  void CallStarted(const CallDescription& /*call*/, HttpHeaders& /*headers*/) override {
    BeBusyUntil(steady_clock::now() + microseconds(50));
  }
};

/// Makes calls that end by their contexts at random moments, one after the other. The client is its
/// own: the next call of another thread would make up for a wake-up that is lost.
class Caller {
 public:
  Caller(WebPubSubServiceClient client, unsigned seed)
      : client_(std::move(client)), random_(seed) {}

  void Run() {
    // Keeps the only connection, so that the I/O thread has a transfer and the others wait.
    const Context patient = Context::Cancellable();
    const auto first = client_.SendToAllAsync("hi", {}, patient);
    for (int i = 0; i < CallsOfAThread; ++i) {
      const bool isCancelled = i % 2 == 0;
      longestDelay_ = std::max(longestDelay_, isCancelled ? Cancel() : LetTheDeadlinePass());
    }
    EXPECT_FALSE(first.IsReady());
    patient.Cancel();
  }

  /// Between the moment in which a call could end and its end.
  [[nodiscard]] steady_clock::duration LongestDelay() const { return longestDelay_; }

 private:
  microseconds AnyTime() {
    return microseconds(std::uniform_int_distribution<int>(0, 200)(random_));
  }

  steady_clock::duration Cancel() {
    const Context context = Context::Cancellable();
    const auto pending = client_.SendToAllAsync("hi", {}, context);
    const auto moment = steady_clock::now() + AnyTime();
    BeBusyUntil(moment);
    context.Cancel();
    return DelayOf(pending, moment);
  }

  // The I/O thread watches the deadline once it knows of the call.
  steady_clock::duration LetTheDeadlinePass() {
    const auto moment = steady_clock::now() + AnyTime();
    return DelayOf(client_.SendToAllAsync("hi", {}, Context::WithDeadline(moment)), moment);
  }

  static steady_clock::duration DelayOf(const Future<Response>& pending,
                                        steady_clock::time_point since) {
    pending.Wait();
    const auto delay = steady_clock::now() - since;
    const auto result = pending.AsResult();
    EXPECT_NE(dynamic_cast<const OperationCancelledException*>(result.Error()), nullptr);
    return delay;
  }

  const WebPubSubServiceClient client_;
  std::mt19937 random_;
  steady_clock::duration longestDelay_{0};
};

TEST(WakeUps, AreNeverLost) {
  LimitCase(std::chrono::minutes(4));
  const auto site = FaultyServer(
      [](ScriptedConnection& connection, const std::string&) { connection.WaitForClient(); }, 1000,
      "");
  FaultBench bench;
  bench.Options.Transport.MaxConnections = 1;
  bench.Options.Transport.AttemptTimeout = AttemptTimeout;
  bench.Options.Observer = std::make_shared<SlowObserver>();

  std::vector<Caller> callers;
  for (unsigned seed = 0; seed < Threads; ++seed) {
    callers.emplace_back(bench.ClientInTheRealEnvironment(site->Url(), false), seed);
  }
  std::vector<std::thread> threads;
  threads.reserve(callers.size());
  for (Caller& caller : callers) threads.emplace_back([&caller] { caller.Run(); });
  for (std::thread& thread : threads) thread.join();

  for (const Caller& caller : callers) EXPECT_LE(caller.LongestDelay(), Longest);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
