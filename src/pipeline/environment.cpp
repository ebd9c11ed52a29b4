#include "pipeline/environment.hpp"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <utility>

namespace Azure::Messaging::WebPubSub {
namespace {

// Ids and jitter need to differ, not to be secret: one seed from the system serves for all of them.
class RandomBits {
 public:
  std::uint64_t operator()() {
    const std::lock_guard lock(mutex_);
    return engine_();
  }

 private:
  static std::seed_seq::result_type Entropy() { return std::random_device()(); }
  static std::mt19937_64 Seeded() {
    std::seed_seq seed{Entropy(), Entropy(), Entropy(), Entropy()};
    return std::mt19937_64(seed);
  }

  std::mutex mutex_;
  std::mt19937_64 engine_ = Seeded();
};

// Written so that a wait of centuries doesn't overflow the clock.
std::chrono::steady_clock::time_point After(std::chrono::nanoseconds delay) {
  using std::chrono::steady_clock;
  const auto now = steady_clock::now();
  const bool beyondClock = delay > steady_clock::time_point::max() - now;
  return beyondClock ? steady_clock::time_point::max() : now + delay;
}

bool WaitOnThisThread(std::chrono::nanoseconds delay, const Context& context) {
  const auto over = After(delay);
  const auto until = std::min(over, context.Deadline().value_or(over));

  std::mutex mutex;
  std::condition_variable cancelled;
  const auto registration = context.OnCancel([&] {
    { const std::lock_guard synchronise(mutex); }
    cancelled.notify_all();
  });
  std::unique_lock lock(mutex);
  cancelled.wait_until(lock, until, [&] { return context.IsCancelled(); });
  return !context.IsCancelled() && until == over;
}

}  // namespace

Environment Environment::Real() {
  Environment real;
  real.SystemNow = [] { return std::chrono::system_clock::now(); };
  real.SteadyNow = [] { return std::chrono::steady_clock::now(); };
  real.Random = [bits = std::make_shared<RandomBits>()] { return (*bits)(); };
  real.Wait = WaitOnThisThread;
  real.RunAfter = [](EventLoop& loop, std::chrono::nanoseconds delay, EventLoop::Task task) {
    return loop.RunAt(After(delay), std::move(task));
  };
  return real;
}

}  // namespace Azure::Messaging::WebPubSub
