#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "runtime/loop_task.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The I/O of a transport, which an event loop performs between tasks.
class EventLoopIo {
 public:
  virtual ~EventLoopIo() = default;

  /// On the loop's thread: whether nothing is under way.
  [[nodiscard]] virtual bool IsIdle() const noexcept = 0;
  /// On the loop's thread: makes what progress is possible without waiting.
  /// @return whether something has ended.
  virtual bool Advance() = 0;
  /// On the loop's thread: returns when there may be progress to make, after a wake-up, or after
  /// `longest`.
  virtual void Wait(std::chrono::milliseconds longest) = 0;
  /// From any thread: ends the wait, or else the next one.
  virtual void WakeUp() noexcept = 0;
  /// On the loop's thread: whether anything is kept that CloseUnusable may have to close.
  [[nodiscard]] virtual bool KeepsAny() noexcept { return false; }
  /// On the loop's thread, a few times a second while anything is kept: closes what can't be used
  /// any more.
  virtual void CloseUnusable() noexcept {}
  /// Before any use.
  /// @param onKept to be called, from any thread, after something was kept on another thread than
  ///   the loop's, unless KeepsAny was true the last time.
  virtual void SetListener(const std::function<void()>& /*onKept*/) {}

 protected:
  EventLoopIo() = default;
  EventLoopIo(const EventLoopIo&) = default;
  EventLoopIo& operator=(const EventLoopIo&) = default;
};

/// A thread that runs tasks and timers, one after the other, and performs a transport's I/O in
/// between. The thread starts with the first task, or by Start. At the exit of the process the
/// thread is stopped and joined, and the tasks that are left run where the exit began, with
/// ProcessExit::HasBegun.
class EventLoop {
 public:
  /// Must not throw.
  using Task = std::function<void()>;
  using TimePoint = std::chrono::steady_clock::time_point;
  using TimerId = std::pair<TimePoint, std::uint64_t>;

  /// @param io shared, and released when the thread ends; null for a loop without any.
  /// @param onAbandoned called at the exit of the process, after the thread was stopped.
  explicit EventLoop(std::shared_ptr<EventLoopIo> io = {}, Task onAbandoned = {});
  /// Stops the thread and waits for its end, unless this is it.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// From any thread: starts the loop's thread, unless it was started before.
  /// @throws std::system_error if no thread can be started.
  void Start();

  /// From any thread: runs a task on the loop's thread, which is started if need be.
  /// @param task posted once at a time. It keeps alive what it needs, this loop included.
  /// @return false if the process is exiting: the task will never run.
  /// @throws std::system_error or std::bad_alloc if the thread has to be started and can't be.
  bool Post(std::shared_ptr<LoopTask> task);
  /// The same for a function.
  /// @throws std::bad_alloc too.
  bool Post(Task task);

  /// On the loop's thread: runs a task at a time, unless it is cancelled before.
  /// @throws std::bad_alloc; nothing has happened then.
  TimerId RunAt(TimePoint time, Task task);
  /// @param timer does nothing if it has run, or is the default of its type.
  void CancelTimer(const TimerId& timer);

  /// Whether the caller runs on this loop's thread.
  [[nodiscard]] bool IsThisThread() const noexcept;
  /// Whether the caller runs on the thread of any loop.
  static bool IsAnyThread() noexcept;

  class Thread;

 private:
  std::shared_ptr<Thread> thread_;  // shared with the thread itself and the LoopRegistry
};

}  // namespace Azure::Messaging::WebPubSub::Detail
