#include "runtime/worker_pool.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

struct WorkerPool::State {
  const std::size_t MostThreads;
  std::mutex Mutex;
  std::condition_variable Changed;
  std::deque<std::function<void()>> Tasks;
  std::size_t Threads = 0;
  std::size_t IdleThreads = 0;
  bool Closed = false;

  explicit State(std::size_t mostThreads) : MostThreads(mostThreads) {}

  void Work() {
    std::unique_lock lock(Mutex);
    while (true) {
      ++IdleThreads;
      Changed.wait(lock, [this] { return Closed || !Tasks.empty(); });
      --IdleThreads;
      if (Tasks.empty()) break;
      auto task = std::move(Tasks.front());
      Tasks.pop_front();
      lock.unlock();
      task();
      task = nullptr;  // releases what it holds before this thread waits again
      lock.lock();
    }
    --Threads;
  }
};

WorkerPool::WorkerPool(std::size_t mostThreads) : state_(std::make_shared<State>(mostThreads)) {}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(state_->Mutex);
    state_->Closed = true;
  }
  state_->Changed.notify_all();
}

void WorkerPool::Run(std::function<void()> task) {
  const std::lock_guard lock(state_->Mutex);
  state_->Tasks.push_back(std::move(task));
  state_->Changed.notify_one();
  if (state_->Tasks.size() <= state_->IdleThreads || state_->Threads == state_->MostThreads) return;
  try {
    StartThread("webpubsub-work", [state = state_] { state->Work(); }).detach();
    ++state_->Threads;
  } catch (...) {
    if (state_->Threads > 0) return;  // another thread runs it later
    state_->Tasks.pop_back();
    throw;
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
