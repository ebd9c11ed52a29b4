#pragma once

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "pipeline/environment.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

// The unit tests see the library's internals.
using namespace Detail;

/// An Environment in which time passes only by waiting: a wait is recorded and returns at once.
class FakeEnvironment {
 public:
  using SystemTime = std::chrono::system_clock::time_point;
  using SteadyTime = std::chrono::steady_clock::time_point;

  /// 2026-01-31T12:00:00Z
  static SystemTime Start() { return SystemTime(std::chrono::seconds(1769860800)); }

  FakeEnvironment() = default;
  /// A cancelled call doesn't join the thread that runs its wait, so this destructor does.
  ~FakeEnvironment() {
    for (std::thread& waiter : waiters_) waiter.join();
  }
  FakeEnvironment(const FakeEnvironment&) = delete;
  FakeEnvironment& operator=(const FakeEnvironment&) = delete;

  /// The result refers to this object, which must outlive it.
  Detail::Environment MakeEnvironment() {
    Detail::Environment environment;
    environment.SystemNow = [this] { return SystemNow(); };
    environment.SteadyNow = [this] { return SteadyNow(); };
    environment.Random = [this] { return Random(); };
    environment.Wait = [this](std::chrono::nanoseconds delay, const Context& context) {
      return Wait(delay, context);
    };
    environment.RunAfter = [this](Detail::EventLoop& loop, std::chrono::nanoseconds delay,
                                  Detail::EventLoop::Task task) {
      // Not on the loop's thread, because the action of AtNextWait may need the loop.
      const std::lock_guard lock(mutex_);
      waiters_.emplace_back([this, &loop, delay, task = std::move(task)] {
        Wait(delay, {});
        loop.Post(task);
      });
      return Detail::EventLoop::TimerId();
    };
    return environment;
  }

  void Advance(std::chrono::nanoseconds time) {
    const std::lock_guard lock(mutex_);
    passed_ += time;
  }
  [[nodiscard]] SystemTime SystemNow() const {
    const std::lock_guard lock(mutex_);
    return Start() + std::chrono::duration_cast<SystemTime::duration>(passed_);
  }
  [[nodiscard]] SteadyTime SteadyNow() const {
    const std::lock_guard lock(mutex_);
    return SteadyTime(std::chrono::hours(1000)) + passed_;
  }

  /// Sets the results of the next draws; the last one repeats. The default is the middle of the
  /// range, which makes the jitter a factor of 1.0.
  void WillDraw(std::vector<std::uint64_t> bits) {
    const std::lock_guard lock(mutex_);
    draws_ = std::move(bits);
  }

  /// Runs `action` during the next wait, for example to cancel the call.
  void AtNextWait(std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    atNextWait_ = std::move(action);
  }

  /// The waits so far.
  [[nodiscard]] std::vector<std::chrono::milliseconds> Waits() const {
    const std::lock_guard lock(mutex_);
    return waits_;
  }

 private:
  std::uint64_t Random() {
    const std::lock_guard lock(mutex_);
    const std::uint64_t bits = draws_.front();
    if (draws_.size() > 1) draws_.erase(draws_.begin());
    return bits;
  }

  bool Wait(std::chrono::nanoseconds delay, const Context& context) {
    std::function<void()> action;
    {
      const std::lock_guard lock(mutex_);
      waits_.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(delay));
      action.swap(atNextWait_);
    }
    if (action) action();
    if (context.IsCancelled()) return false;
    Advance(delay);
    const auto deadline = context.Deadline();
    return !deadline || SteadyNow() < *deadline;
  }

  mutable std::mutex mutex_;
  std::chrono::nanoseconds passed_{0};
  std::vector<std::uint64_t> draws_{std::uint64_t{1} << 63};
  std::vector<std::chrono::milliseconds> waits_;
  std::function<void()> atNextWait_;
  std::vector<std::thread> waiters_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
