#include "runtime/loop_registry.hpp"

#include <algorithm>
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

bool LoopRegistry::Add(std::shared_ptr<EventLoop::Thread> thread) {
  Threads added{std::move(thread)};
  JoinEnded();
  const std::lock_guard lock(mutex_);
  if (areStopped_) return false;
  threads_.splice(threads_.end(), added);
  return true;
}

void LoopRegistry::Remove(const EventLoop::Thread& thread) noexcept {
  const std::lock_guard lock(mutex_);
  threads_.remove_if([&](const auto& live) { return live.get() == &thread; });
}

// A thread whose loop was destroyed on that same thread could not be joined there. It is removed
// once it is joined: until then the exit of the process waits for it.
void LoopRegistry::JoinEnded() {
  while (const auto ended = AnyEnded()) {
    ended->Join();
    Remove(*ended);
  }
}

std::shared_ptr<EventLoop::Thread> LoopRegistry::AnyEnded() {
  const std::lock_guard lock(mutex_);
  const auto ended = std::find_if(threads_.begin(), threads_.end(),
                                  [](const auto& thread) { return thread->HasEnded(); });
  return ended != threads_.end() ? *ended : nullptr;
}

void LoopRegistry::StopAll() {
  Threads threads;
  {
    const std::lock_guard lock(mutex_);
    areStopped_ = true;
    threads.swap(threads_);
  }
  for (const auto& thread : threads) thread->Abandon();
  // Kept: the one that called exit can't be joined, and so not destroyed either.
  const std::lock_guard lock(mutex_);
  threads_.splice(threads_.end(), threads);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
