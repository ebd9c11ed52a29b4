#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The threads of all event loops in the process. At the exit of the process they are stopped and
/// joined, because a running one would use libcurl and OpenSSL while those are shut down.
class LoopRegistry {
 public:
  /// The process's.
  static LoopRegistry& Instance();

  void Add(std::shared_ptr<EventLoop::Thread> thread);
  void Remove(const EventLoop::Thread& thread);
  /// At the exit of the process.
  void StopAll();

 private:
  LoopRegistry();
  void JoinEnded();

  std::mutex mutex_;
  std::vector<std::shared_ptr<EventLoop::Thread>> threads_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
