#include "runtime/loop_registry.hpp"

#include <algorithm>
#include <iterator>

#include "runtime/loop_thread.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

LoopRegistry& LoopRegistry::Instance() {
  // Never destroyed: it must outlive every object that may still end a loop.
  static LoopRegistry* const instance = new LoopRegistry();
  return *instance;
}

LoopRegistry::LoopRegistry() { ProcessExit::AddHandler(); }

void LoopRegistry::Add(std::shared_ptr<EventLoop::Thread> thread) {
  JoinEnded();
  const std::lock_guard lock(mutex_);
  threads_.push_back(std::move(thread));
}

void LoopRegistry::Remove(const EventLoop::Thread& thread) {
  const std::lock_guard lock(mutex_);
  threads_.erase(std::remove_if(threads_.begin(), threads_.end(),
                                [&](const auto& live) { return live.get() == &thread; }),
                 threads_.end());
}

// A thread whose loop was destroyed on that same thread could not be joined there.
void LoopRegistry::JoinEnded() {
  std::vector<std::shared_ptr<EventLoop::Thread>> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto first = std::stable_partition(
        threads_.begin(), threads_.end(), [](const auto& thread) { return !thread->HasEnded(); });
    std::move(first, threads_.end(), std::back_inserter(ended));
    threads_.erase(first, threads_.end());
  }
  for (const auto& thread : ended) thread->Join();
}

void LoopRegistry::StopAll() {
  std::vector<std::shared_ptr<EventLoop::Thread>> threads;
  {
    const std::lock_guard lock(mutex_);
    threads = threads_;
  }
  for (const auto& thread : threads) thread->Abandon();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
