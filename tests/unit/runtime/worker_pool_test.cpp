#include "runtime/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

TEST(WorkerPool, RunsAsManyTasksAtOnceAsItHasThreads) {
  WorkerPool pool(3);
  std::mutex mutex;
  std::condition_variable changed;
  int running = 0;
  std::vector<std::promise<void>> done(3);
  for (auto& promise : done) {
    pool.Run([&] {
      std::unique_lock lock(mutex);
      ++running;
      changed.notify_all();
      changed.wait(lock, [&] { return running == 3; });  // hangs with fewer threads
      lock.unlock();  // the test destroys the mutex when the promise is set
      promise.set_value();
    });
  }
  for (auto& promise : done) promise.get_future().get();
}

TEST(WorkerPool, NeverRunsMoreTasksAtOnceThanItHasThreads) {
  WorkerPool pool(2);
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::vector<std::promise<void>> done(50);
  for (auto& promise : done) {
    pool.Run([&] {
      const int now = ++running;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
      }
      std::this_thread::yield();
      --running;
      promise.set_value();
    });
  }
  for (auto& promise : done) promise.get_future().get();
  EXPECT_LE(most, 2);
}

TEST(WorkerPool, RunsItsTasksEvenAfterItsDestruction) {
  std::promise<void> gone;
  std::promise<void> ran;
  {
    WorkerPool pool(1);
    pool.Run([&] { gone.get_future().get(); });
    pool.Run([&] { ran.set_value(); });
  }
  gone.set_value();
  ran.get_future().get();
}

TEST(WorkerPool, MayBeDestroyedOnItsOwnThread) {
  auto pool = std::make_shared<WorkerPool>(1);
  WorkerPool& reference = *pool;
  std::promise<void> gone;
  reference.Run([pool = std::move(pool), &gone]() mutable {
    pool.reset();
    gone.set_value();
  });
  gone.get_future().get();
}

TEST(WorkerPool, ReleasesATaskBeforeItWaitsForTheNext) {
  WorkerPool pool(1);
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  pool.Run([held = std::move(held)] {});
  std::promise<void> next;
  pool.Run([&] { next.set_value(); });
  next.get_future().get();
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
