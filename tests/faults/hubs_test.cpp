// Programs have many hubs. The clients that WithHub makes share one I/O thread, the connections and
// the limits.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "fault_bench.hpp"
#include "site.hpp"
#include "support/soon.hpp"

#if defined(__linux__)

#include <filesystem>
#include <fstream>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr std::size_t Hubs = 200;
constexpr std::size_t SendsOfAHub = 50;
constexpr std::size_t BlockingThreads = 3;
constexpr std::size_t MostConnections = 4;
constexpr std::size_t MostCalls = 32;

std::size_t IoThreads() {
  std::size_t threads = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::ifstream comm(task.path() / "comm");
    std::getline(comm, name);
    threads += name == "webpubsub-io" ? 1 : 0;
  }
  return threads;
}

// Counts the calls of each hub, and those that are under way at once.
class HubCounter final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& /*headers*/) override {
    const std::lock_guard lock(mutex_);
    ++calls_[std::string(call.Hub)];
    most_ = std::max(most_, ++underWay_);
  }
  void CallEnded(const CallDescription& /*call*/, const CallProgress& progress) override {
    const std::lock_guard lock(mutex_);
    --underWay_;
    succeeded_ += progress.Succeeded ? 1 : 0;
  }

  [[nodiscard]] std::map<std::string, std::size_t> Calls() const { return calls_; }
  [[nodiscard]] std::size_t Most() const { return most_; }
  [[nodiscard]] std::size_t Succeeded() const { return succeeded_; }

 private:
  std::mutex mutex_;
  std::map<std::string, std::size_t> calls_;
  std::size_t underWay_ = 0;
  std::size_t most_ = 0;
  std::size_t succeeded_ = 0;
};

class Hubs200 : public ::testing::TestWithParam<std::string> {
 protected:
  Hubs200() {
    bench_.Options.Observer = observer_;
    bench_.Options.Transport.MaxConnections = MostConnections;
    bench_.Options.Limits.MaxCalls = MostCalls;
    site_->Configure(bench_.Options.Transport);
    std::vector<WebPubSubServiceClient> clients{
        bench_.ClientInTheRealEnvironment(site_->Url(), false)};
    while (clients.size() < Hubs) {
      clients.push_back(clients.back().WithHub("hub" + std::to_string(clients.size())));
    }
    clients_.swap(clients);
  }

  void ExpectAllSent() const {
    const auto calls = observer_->Calls();
    EXPECT_EQ(calls.size(), Hubs);
    for (const auto& [hub, count] : calls) EXPECT_EQ(count, SendsOfAHub) << hub;
    EXPECT_EQ(observer_->Succeeded(), Hubs * SendsOfAHub);
  }

  FaultBench bench_;
  std::unique_ptr<Site> site_ = ServerThatResponds(PlainResponse(202), GetParam());
  std::shared_ptr<HubCounter> observer_ = std::make_shared<HubCounter>();
  std::vector<WebPubSubServiceClient> clients_;
};

TEST_P(Hubs200, ShareOneThreadAndAllElseInAsynchronousCalls) {
  std::size_t threads = 0;
  for (std::size_t send = 0; send < SendsOfAHub; ++send) {
    for (const auto& client : clients_) (void)client.SendToAllAsync("hi");
    threads = std::max(threads, IoThreads());
  }
  clients_.back().WaitUntilIdle();  // for the calls of all
  ExpectAllSent();
  EXPECT_EQ(threads, 1U);
  EXPECT_LE(observer_->Most(), MostCalls);
  EXPECT_LE(site_->Connections(), static_cast<int>(MostConnections));
}

TEST_P(Hubs200, ShareTheConnectionsOfBlockingCalls) {
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < BlockingThreads; ++thread) {
    threads.emplace_back([this, thread] {
      for (std::size_t i = thread; i < Hubs * SendsOfAHub; i += BlockingThreads) {
        clients_[i % Hubs].SendToAll("hi");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ExpectAllSent();
  EXPECT_EQ(IoThreads(), 0U);
  EXPECT_LE(site_->Connections(), static_cast<int>(BlockingThreads));
}

// The last one lets go of what they share, and no earlier one does.
TEST_P(Hubs200, KeepTheThreadUntilTheLastHasGone) {
  clients_.front().SendToAllAsync("hi").Get();
  while (clients_.size() > 1) {
    clients_.erase(clients_.begin());
    ASSERT_EQ(IoThreads(), 1U) << clients_.size();
  }
  EXPECT_EQ(clients_.front().SendToAllAsync("hi").Get().Status(), 202);
  EXPECT_EQ(site_->Connections(), 1);
  clients_.clear();
  EXPECT_TRUE(IsSoon([] { return IoThreads() == 0; }));
}

INSTANTIATE_TEST_SUITE_P(Over, Hubs200, ::testing::Values("http", "https"),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
