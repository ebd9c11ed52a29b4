#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The state of an event loop. Its thread co-owns it, because the loop may be destroyed in one of
/// its own tasks.
class EventLoop::Thread : public std::enable_shared_from_this<EventLoop::Thread> {
 public:
  Thread(std::shared_ptr<EventLoopIo> io, Task onAbandoned);

  /// Does nothing if the process is exiting.
  void EnsureStarted();
  bool Post(std::shared_ptr<LoopTask> task);
  TimerId RunAt(TimePoint time, Task task);
  void CancelTimer(const TimerId& timer) { timers_.erase(timer); }

  /// Before the thread starts: makes the I/O say when it keeps something.
  void ListenToIo();

  [[nodiscard]] bool IsThisThread() const noexcept;
  /// Whether the loop was destroyed, and the thread has nothing left to do but to end.
  [[nodiscard]] bool HasEnded() const noexcept { return ended_; }

  void Stop();
  /// After Stop. Not on the thread itself.
  void Join();
  /// At the exit of the process.
  void Abandon();

 private:
  /// False if the process is exiting.
  bool Start();
  /// Whether the thread runs in the process that this one was forked from.
  [[nodiscard]] bool BelongsToParentProcess() const noexcept;
  void Run();
  /// False if the loop was stopped.
  bool RunTasks();
  void RunLastTasks();
  void RunTimers();
  void CloseUnusable();
  void ReleaseIo();
  /// From any thread: the I/O keeps something now.
  void WatchIo();
  [[nodiscard]] bool HasIo() const noexcept;
  /// For I/O, a task or the time of a timer.
  void Wait();
  [[nodiscard]] std::chrono::milliseconds UntilNextTimer() const;
  /// Ends the wait, if there is one.
  void WakeUp();

  const Task onAbandoned_;
  std::shared_ptr<EventLoopIo> io_;  // may be null

  std::mutex mutex_;
  LoopTasks posted_;
  std::atomic<bool> started_{false};
  bool stopping_ = false;
  // Without I/O under way the thread waits on a condition variable, which wakes faster than I/O.
  enum class Waiting { No, ForWork, ForIo } waiting_ = Waiting::No;
  std::condition_variable work_;
  std::mutex joining_;
  std::thread thread_;
  std::atomic<std::intmax_t> process_{0};  // that started the thread
  std::atomic<bool> ended_{false};

  // Used on the thread only.
  LoopTasks running_;
  std::map<TimerId, Task> timers_;
  std::uint64_t lastTimer_ = 0;
  TimePoint nextLook_;  // at what the I/O keeps
};

}  // namespace Azure::Messaging::WebPubSub::Detail
