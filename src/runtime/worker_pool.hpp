#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace Azure::Messaging::WebPubSub::Detail {

/// Threads for work that may block, and so must not run on an event loop. A thread starts when
/// there is work for it. Destroying the pool, on one of its own threads too, lets the given tasks
/// run.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t mostThreads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// From any thread.
  /// @param task must not throw.
  /// @throws std::system_error or std::bad_alloc; the task doesn't run then.
  void Run(std::function<void()> task);

 private:
  struct State;
  std::shared_ptr<State> state_;  // with each of the threads
};

}  // namespace Azure::Messaging::WebPubSub::Detail
