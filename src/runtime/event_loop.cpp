#include "runtime/event_loop.hpp"

#include <algorithm>

#include "runtime/loop_registry.hpp"
#include "runtime/loop_thread.hpp"
#include "runtime/platform.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::chrono::milliseconds LongestWait{60'000};
constexpr std::chrono::milliseconds BetweenLooks{250};
// The first calls of a burst are sent before the last are prepared.
constexpr int MostTasksAtOnce = 32;

thread_local const EventLoop::Thread* currentThread = nullptr;

class FunctionTask final : public LoopTask {
 public:
  explicit FunctionTask(EventLoop::Task function) : function_(std::move(function)) {}
  void Run() noexcept override { function_(); }

 private:
  const EventLoop::Task function_;
};

}  // namespace

EventLoop::Thread::Thread(std::shared_ptr<EventLoopIo> io, Task onAbandoned)
    : onAbandoned_(std::move(onAbandoned)), io_(std::move(io)) {}

void EventLoop::Thread::EnsureStarted() {
  if (started_) return;
  const std::lock_guard lock(mutex_);
  if (!started_ && !stopping_) Start();
}

bool EventLoop::Thread::Post(std::shared_ptr<LoopTask> task) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || (!started_ && !Start())) return false;
  posted_.Add(std::move(task));
  if (!IsThisThread()) WakeUp();
  return true;
}

// With the mutex held.
void EventLoop::Thread::WakeUp() {
  switch (std::exchange(waiting_, Waiting::No)) {
    case Waiting::No:
      break;
    case Waiting::ForWork:
      work_.notify_one();
      break;
    case Waiting::ForIo:
      io_->WakeUp();
      break;
  }
}

// With the mutex held.
bool EventLoop::Thread::Start() {
  process_ = CurrentProcess();
  // Registered first: a thread that the exit of the process doesn't know would not be stopped.
  if (!LoopRegistry::Instance().Add(shared_from_this())) return false;
  try {
    thread_ = StartThread("webpubsub-io", [self = shared_from_this()] { self->Run(); });
  } catch (...) {
    LoopRegistry::Instance().Remove(*this);
    throw;
  }
  started_ = true;
  return true;
}

EventLoop::TimerId EventLoop::Thread::RunAt(TimePoint time, Task task) {
  const TimerId timer{time, ++lastTimer_};
  timers_.emplace(timer, std::move(task));
  return timer;
}

void EventLoop::Thread::ListenToIo() {
  if (!io_) return;
  io_->SetListener([weak = weak_from_this()] {
    if (const auto thread = weak.lock()) thread->WatchIo();
  });
}

void EventLoop::Thread::WatchIo() {
  if (BelongsToParentProcess()) return;  // see Stop
  const std::lock_guard lock(mutex_);
  WakeUp();
}

bool EventLoop::Thread::IsThisThread() const noexcept { return currentThread == this; }

void EventLoop::Thread::Run() {
  currentThread = this;
  while (RunTasks()) {
    RunTimers();
    CloseUnusable();
    // What ended has probably posted a task.
    const bool ended = HasIo() && io_->Advance();
    if (!ended) Wait();
  }
  if (ProcessExit::HasBegun()) return;  // what is under way, or waits, is abandoned
  ReleaseIo();
  ended_ = true;
}

// A loop that was destroyed on its own thread is joined much later, but its connections close now.
void EventLoop::Thread::ReleaseIo() {
  std::shared_ptr<EventLoopIo> io;  // destroyed after the lock is released
  const std::lock_guard lock(mutex_);
  io.swap(io_);
}

bool EventLoop::Thread::HasIo() const noexcept { return io_ && !io_->IsIdle(); }

bool EventLoop::Thread::RunTasks() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    running_.TakeAll(posted_);
  }
  for (int run = 0; run < MostTasksAtOnce && !running_.IsEmpty(); ++run) {
    if (ProcessExit::HasBegun()) return false;
    running_.TakeFirst()->Run();
  }
  return true;
}

// Nothing is posted any more. If exit was called in a task, the tasks after that one are left.
void EventLoop::Thread::RunLastTasks() {
  running_.TakeAll(posted_);
  while (const auto task = running_.TakeFirst()) task->Run();
}

void EventLoop::Thread::RunTimers() {
  while (!timers_.empty() && timers_.begin()->first.first <= std::chrono::steady_clock::now()) {
    const auto due = timers_.extract(timers_.begin());
    due.mapped()();
  }
}

void EventLoop::Thread::CloseUnusable() {
  if (!io_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < nextLook_) return;
  nextLook_ = now + BetweenLooks;
  io_->CloseUnusable();
}

void EventLoop::Thread::Wait() {
  std::unique_lock lock(mutex_);
  if (stopping_ || !posted_.IsEmpty() || !running_.IsEmpty()) return;
  const auto longest = UntilNextTimer();
  if (HasIo()) {
    waiting_ = Waiting::ForIo;
    lock.unlock();
    io_->Wait(longest);
    lock.lock();
  } else {
    waiting_ = Waiting::ForWork;
    work_.wait_for(lock, longest, [this] { return waiting_ == Waiting::No; });
  }
  waiting_ = Waiting::No;
}

std::chrono::milliseconds EventLoop::Thread::UntilNextTimer() const {
  using std::chrono::milliseconds;
  auto next = io_ && io_->KeepsAny() ? nextLook_ : TimePoint::max();
  if (!timers_.empty()) next = std::min(next, timers_.begin()->first.first);
  if (next == TimePoint::max()) return LongestWait;
  const auto left = next - std::chrono::steady_clock::now();
  return std::clamp(std::chrono::ceil<milliseconds>(left), milliseconds(0), LongestWait);
}

bool EventLoop::Thread::BelongsToParentProcess() const noexcept {
  return process_ != 0 && process_ != CurrentProcess();
}

void EventLoop::Thread::Stop() {
  if (BelongsToParentProcess()) return;  // the parent's thread may have held the mutex at the fork
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  WakeUp();
}

void EventLoop::Thread::Join() {
  const std::lock_guard lock(joining_);
  if (!thread_.joinable()) return;
  if (BelongsToParentProcess()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

void EventLoop::Thread::Abandon() {
  if (BelongsToParentProcess()) return;
  Stop();
  if (!IsThisThread()) Join();  // exit may have been called in a callback
  if (onAbandoned_) onAbandoned_();
  RunLastTasks();
}

EventLoop::EventLoop(std::shared_ptr<EventLoopIo> io, Task onAbandoned)
    : thread_(std::make_shared<Thread>(std::move(io), std::move(onAbandoned))) {
  thread_->ListenToIo();
}

EventLoop::~EventLoop() {
  thread_->Stop();
  if (thread_->IsThisThread()) return;  // joined when another loop starts, or at the exit
  thread_->Join();
  LoopRegistry::Instance().Remove(*thread_);
}

void EventLoop::Start() { thread_->EnsureStarted(); }

bool EventLoop::Post(std::shared_ptr<LoopTask> task) { return thread_->Post(std::move(task)); }

bool EventLoop::Post(Task task) { return Post(std::make_shared<FunctionTask>(std::move(task))); }

EventLoop::TimerId EventLoop::RunAt(TimePoint time, Task task) {
  return thread_->RunAt(time, std::move(task));
}

void EventLoop::CancelTimer(const TimerId& timer) { thread_->CancelTimer(timer); }

bool EventLoop::IsThisThread() const noexcept { return thread_->IsThisThread(); }

bool EventLoop::IsAnyThread() noexcept { return currentThread != nullptr; }

}  // namespace Azure::Messaging::WebPubSub::Detail
