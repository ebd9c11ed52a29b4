#include "runtime/event_loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::ElementsAre;

// Runs `task` on the loop's thread, and waits until it ends.
void RunOn(EventLoop& loop, const std::function<void()>& task) {
  std::promise<void> done;
  ASSERT_TRUE(loop.Post([&] {
    task();
    done.set_value();
  }));
  done.get_future().get();
}

TEST(EventLoop, RunsTasksInOrder) {
  EventLoop loop;
  std::vector<int> order;
  for (int i = 0; i < 5; ++i) loop.Post([&order, i] { order.push_back(i); });
  RunOn(loop, [] {});
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3, 4));
}

TEST(EventLoop, RunsWhatItsTasksPost) {
  EventLoop loop;
  std::promise<void> done;
  loop.Post([&] { loop.Post([&] { loop.Post([&] { done.set_value(); }); }); });
  done.get_future().get();
}

TEST(EventLoop, RunsTheTasksOfManyThreadsOnItsOwnThread) {
  EventLoop loop;
  std::vector<std::thread::id> ids;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) {
        loop.Post([&] { ids.push_back(std::this_thread::get_id()); });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  RunOn(loop, [] {});
  ASSERT_EQ(ids.size(), 2000U);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), ids.front()), 2000);
  EXPECT_NE(ids.front(), std::this_thread::get_id());
}

TEST(EventLoop, RunsTimersInTheOrderOfTheirTimes) {
  EventLoop loop;
  std::vector<std::string> order;
  std::promise<void> done;
  loop.Post([&] {
    const auto now = steady_clock::now();
    loop.RunAt(now + milliseconds(3), [&] {
      order.emplace_back("third");
      done.set_value();
    });
    loop.RunAt(now + milliseconds(1), [&] { order.emplace_back("second"); });
    loop.RunAt(now - hours(1), [&] { order.emplace_back("first"); });
    const auto cancelled = loop.RunAt(now, [&] { order.emplace_back("never"); });
    loop.CancelTimer(cancelled);
    loop.CancelTimer(cancelled);
  });
  done.get_future().get();
  EXPECT_THAT(order, ElementsAre("first", "second", "third"));
}

TEST(EventLoop, DoesNotRunATimerBeforeItsTime) {
  EventLoop loop;
  std::promise<steady_clock::time_point> ran;
  const auto due = steady_clock::now() + milliseconds(20);
  loop.Post([&] { loop.RunAt(due, [&] { ran.set_value(steady_clock::now()); }); });
  EXPECT_GE(ran.get_future().get(), due);
}

TEST(EventLoop, AcceptsATimerAtTheEndOfTime) {
  EventLoop loop;
  RunOn(loop, [&] { loop.RunAt(steady_clock::time_point::max(), [] { ADD_FAILURE(); }); });
  RunOn(loop, [] {});
}

TEST(EventLoop, KnowsItsThread) {
  EventLoop loop;
  EventLoop other;
  EXPECT_FALSE(loop.IsThisThread());
  EXPECT_FALSE(EventLoop::IsAnyThread());
  RunOn(loop, [&] {
    EXPECT_TRUE(loop.IsThisThread());
    EXPECT_FALSE(other.IsThisThread());
    EXPECT_TRUE(EventLoop::IsAnyThread());
  });
}

TEST(EventLoop, MayBeDestroyedInItsOwnTask) {
  for (int i = 0; i < 50; ++i) {
    auto loop = std::make_shared<EventLoop>();
    std::promise<void> gone;
    EventLoop& reference = *loop;
    reference.Post([loop = std::move(loop), &gone]() mutable {
      loop.reset();
      gone.set_value();
    });
    gone.get_future().get();
  }
}

constexpr std::chrono::seconds Patience{10};

/// I/O that waits until it is woken, and counts the calls.
class CountedIo final : public EventLoopIo {
 public:
  explicit CountedIo(bool isIdle = false) : isIdle_(isIdle) {}
  bool Advance() override {
    ++Advances;
    return false;
  }
  void Wait(milliseconds longest) override {
    std::unique_lock lock(mutex_);
    longestWait_ = longest;
    changed_.wait_for(lock, longest, [this] { return awake_; });
    awake_ = false;
  }
  [[nodiscard]] bool IsIdle() const noexcept override { return isIdle_; }
  void WakeUp() noexcept override {
    ++WakeUps;
    const std::lock_guard lock(mutex_);
    awake_ = true;
    changed_.notify_one();
  }
  [[nodiscard]] bool KeepsAny() noexcept override { return Keeps; }
  void SetListener(const std::function<void()>& onKept) override { OnKept = onKept; }
  void CloseUnusable() noexcept override { ++Looks; }

  /// Of the last wait, or of the one that goes on.
  [[nodiscard]] milliseconds LongestWait() {
    const std::lock_guard lock(mutex_);
    return longestWait_;
  }

  std::atomic<int> WakeUps{0};
  std::atomic<int> Advances{0};
  std::atomic<int> Looks{0};
  std::atomic<bool> Keeps{false};
  std::function<void()> OnKept;

 private:
  const bool isIdle_;
  milliseconds longestWait_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool awake_ = false;
};

TEST(EventLoop, DoesNotWakeItself) {
  const auto io = std::make_shared<CountedIo>();
  EventLoop loop(io);
  RunOn(loop, [&] {
    const int before = io->WakeUps;
    for (int i = 0; i < 100; ++i) loop.Post([] {});
    EXPECT_EQ(io->WakeUps, before);
  });
}

TEST(EventLoop, LooksAtWhatIsKeptOnlyWhileAnythingIs) {
  const auto io = std::make_shared<CountedIo>();
  EventLoop loop(io);
  const auto waitsLong = [&] {
    RunOn(loop, [] {});
    return io->LongestWait() > std::chrono::seconds(1);
  };
  EXPECT_TRUE(Testing::IsSoon(waitsLong, Patience));
  io->Keeps = true;
  EXPECT_TRUE(Testing::IsSoon([&] { return !waitsLong(); }, Patience));
  io->Keeps = false;
  EXPECT_TRUE(Testing::IsSoon(waitsLong, Patience));
}

class SleepingLoop : public testing::TestWithParam<bool> {};

TEST_P(SleepingLoop, WakesToLookAtWhatIsKeptNow) {
  const auto io = std::make_shared<CountedIo>(GetParam());
  EventLoop loop(io);
  RunOn(loop, [] {});
  const int before = io->Looks;
  io->Keeps = true;
  io->OnKept();
  EXPECT_TRUE(Testing::IsSoon([&] { return io->Looks >= before + 2; }, Patience));
}

INSTANTIATE_TEST_SUITE_P(Table, SleepingLoop, testing::Bool(),
                         [](const auto& row) { return row.param ? "WithoutIo" : "WithIo"; });

TEST(EventLoop, IsWokenOnceForManyTasks) {
  const auto io = std::make_shared<CountedIo>();
  EventLoop loop(io);
  std::promise<void> busy;
  std::promise<void> posted;
  loop.Post([&] {
    busy.set_value();
    posted.get_future().get();
  });
  busy.get_future().get();
  const int before = io->WakeUps;
  for (int i = 0; i < 100; ++i) loop.Post([] {});
  EXPECT_EQ(io->WakeUps, before);  // the loop is busy, not waiting
  posted.set_value();
  RunOn(loop, [] {});
  EXPECT_LE(io->WakeUps, before + 1);
}

// A burst's first requests are sent while its last are prepared.
TEST(EventLoop, AdvancesTheIoWhileManyTasksWait) {
  const auto io = std::make_shared<CountedIo>();
  EventLoop loop(io);
  std::vector<int> advances;
  RunOn(loop, [&] {
    for (int i = 0; i < 100; ++i) loop.Post([&] { advances.push_back(io->Advances); });
  });
  RunOn(loop, [] {});  // behind them
  ASSERT_EQ(advances.size(), 100U);
  for (std::size_t i = 50; i < advances.size(); ++i) EXPECT_GT(advances[i], advances[i - 50]);
}

TEST(EventLoop, DoesNotAdvanceOrWakeIdleIo) {
  const auto io = std::make_shared<CountedIo>(true);
  {
    EventLoop loop(io);
    for (int i = 0; i < 100; ++i) RunOn(loop, [] {});
    std::promise<void> timer;
    RunOn(loop,
          [&] { loop.RunAt(steady_clock::now() + milliseconds(1), [&] { timer.set_value(); }); });
    timer.get_future().get();
  }
  EXPECT_EQ(io->Advances, 0);
  EXPECT_EQ(io->WakeUps, 0);
}

TEST(EventLoop, StartsNoThreadWithoutATask) {
  const auto io = std::make_shared<CountedIo>();
  { const EventLoop loop(io); }
  EXPECT_EQ(io->Advances, 0);
  EXPECT_EQ(io->WakeUps, 0);
  EXPECT_EQ(io.use_count(), 1);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
