#include "pipeline/environment.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <utility>

#include "core/cancellable_wait.hpp"
#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Ids and jitter must differ but need not be secret: one seed from the system serves all of a
// process.
class RandomBits {
 public:
  std::uint64_t operator()() {
    const std::lock_guard lock(mutex_);
    if (process_ != CurrentProcess()) {
      process_ = CurrentProcess();
      engine_ = Seeded();
    }
    return engine_();
  }

 private:
  static std::seed_seq::result_type Entropy() { return std::random_device()(); }
  static std::mt19937_64 Seeded() {
    std::seed_seq seed{Entropy(), Entropy(), Entropy(), Entropy()};
    return std::mt19937_64(seed);
  }

  std::mutex mutex_;
  std::intmax_t process_ = CurrentProcess();
  std::mt19937_64 engine_ = Seeded();
};

bool WaitOnThisThread(std::chrono::nanoseconds delay, const Context& context) {
  std::mutex mutex;
  std::condition_variable cancelled;
  WaitUnlessEnded(
      mutex, cancelled, context, [] { return false; }, TimeAfter(delay));
  return !context.HasEnded() && !ProcessExit::HasBegun();
}

}  // namespace

Environment Environment::Real() {
  Environment real;
  real.SystemNow = [] { return std::chrono::system_clock::now(); };
  real.SteadyNow = [] { return std::chrono::steady_clock::now(); };
  real.Random = [bits = std::make_shared<RandomBits>()] { return (*bits)(); };
  real.Wait = WaitOnThisThread;
  real.RunAfter = [](EventLoop& loop, std::chrono::nanoseconds delay, EventLoop::Task task) {
    return loop.RunAt(TimeAfter(delay), std::move(task));
  };
  return real;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
