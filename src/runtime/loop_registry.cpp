#include "runtime/loop_registry.hpp"

#include <utility>

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
  Threads added{std::move(thread)};
  JoinEnded();
  const std::lock_guard lock(mutex_);
  threads_.splice(threads_.end(), added);
}

void LoopRegistry::Remove(const EventLoop::Thread& thread) noexcept {
  const std::lock_guard lock(mutex_);
  threads_.remove_if([&](const auto& live) { return live.get() == &thread; });
}

// A thread whose loop was destroyed on that same thread could not be joined there.
void LoopRegistry::JoinEnded() {
  Threads ended;
  {
    const std::lock_guard lock(mutex_);
    for (auto next = threads_.begin(); next != threads_.end();) {
      const auto thread = next++;
      if ((*thread)->HasEnded()) ended.splice(ended.end(), threads_, thread);
    }
  }
  for (const auto& thread : ended) thread->Join();
}

void LoopRegistry::StopAll() {
  Threads threads;
  {
    const std::lock_guard lock(mutex_);
    threads.swap(threads_);
  }
  for (const auto& thread : threads) thread->Abandon();
  // Kept: the one that called exit can't be joined, and so not destroyed either.
  const std::lock_guard lock(mutex_);
  threads_.splice(threads_.end(), threads);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
