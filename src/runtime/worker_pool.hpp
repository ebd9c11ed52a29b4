#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace Azure::Messaging::WebPubSub {

/// Threads for what may block, and so must not run on an event loop. They start when there is work
/// for them. Destroying the pool, also from one of its own threads, lets what was given to it run.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t mostThreads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// From any thread.
  /// @param task must not throw.
  void Run(std::function<void()> task);

 private:
  struct State;
  std::shared_ptr<State> state_;  // with each of the threads
};

}  // namespace Azure::Messaging::WebPubSub
