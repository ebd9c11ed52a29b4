#pragma once

#include <list>
#include <memory>
#include <mutex>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The threads of all event loops in the process. At the exit of the process they are stopped and
/// joined, because a running one would use libcurl and OpenSSL while those are shut down.
class LoopRegistry {
 public:
  /// The process's.
  static LoopRegistry& Instance();

  /// Before the thread starts.
  /// @return false if the process is exiting, and the thread would not be stopped.
  /// @throws std::bad_alloc; nothing has happened then.
  [[nodiscard]] bool Add(std::shared_ptr<EventLoop::Thread> thread);
  void Remove(const EventLoop::Thread& thread) noexcept;
  /// At the exit of the process.
  void StopAll();

 private:
  using Threads = std::list<std::shared_ptr<EventLoop::Thread>>;

  LoopRegistry();
  void JoinEnded();
  std::shared_ptr<EventLoop::Thread> AnyEnded();

  std::mutex mutex_;
  Threads threads_;
  bool areStopped_ = false;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
