#include "pipeline/call_limit.hpp"

#include <azure/messaging/webpubsub/future.hpp>

#include <algorithm>

#include "core/cancellable_wait.hpp"
#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

CallLimit::Admission CallLimit::Acquire(std::size_t bytes, const Context& context) {
  {
    const std::lock_guard lock(mutex_);
    if ((waiters_.empty() || EventLoop::IsAnyThread()) && TryCount(bytes)) {
      return Admission::Admitted;
    }
  }
  if (options_.WhenFull == OverflowAction::Fail) return Admission::Full;
  RefuseToBlockOnIoThread("waiting for capacity");
  return WaitForRoom(bytes, context);
}

CallLimit::Admission CallLimit::WaitForRoom(std::size_t bytes, const Context& context) {
  Waiter waiter(bytes);
  {
    const std::lock_guard lock(mutex_);
    waiters_.push_back(&waiter);
    AdmitNext();  // room may have come since the caller looked
  }
  try {
    WaitUnlessEnded(mutex_, waiter.Admitted, context, [&] { return waiter.IsAdmitted; });
  } catch (...) {  // out of memory
    if (StopWaiting(waiter)) {
      Release(bytes);
      MarkIdle();
    }
    throw;
  }
  return StopWaiting(waiter) ? Admission::Admitted : Admission::ContextEnded;
}

bool CallLimit::StopWaiting(const Waiter& waiter) {
  const std::lock_guard lock(mutex_);
  if (!waiter.IsAdmitted) waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &waiter));
  AdmitNext();
  return waiter.IsAdmitted;
}

void CallLimit::Release(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  --calls_;
  bytes_ -= bytes;
}

void CallLimit::MarkBusy() {
  const std::lock_guard lock(mutex_);
  ++busy_;
}

void CallLimit::MarkIdle() {
  const std::lock_guard lock(mutex_);
  if (--busy_ == 0 && waitingUntilIdle_ > 0) idle_.notify_all();
  AdmitNext();
}

// With the mutex held. One at a time, because a wake-up costs more than a call: whoever was
// admitted admits the next on its own thread.
void CallLimit::AdmitNext() {
  if (waiters_.empty() || !TryCount(waiters_.front()->Bytes)) return;
  Waiter& first = *waiters_.front();
  waiters_.pop_front();
  first.IsAdmitted = true;
  first.Admitted.notify_one();  // with the mutex held: the waiter goes once it has it
}

bool CallLimit::WaitUntilIdle(const Context& context) {
  struct Waiting {
    ~Waiting() { --Number; }
    std::atomic<int>& Number;
  };
  ++waitingUntilIdle_;
  const Waiting waiting{waitingUntilIdle_};
  return WaitUnlessEnded(mutex_, idle_, context, [this] { return busy_ == 0; });
}

std::size_t CallLimit::Calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

bool CallLimit::HasRoom(std::size_t bytes) const {
  if (calls_ == 0) return true;  // a message over the limit would wait for ever
  return calls_ < options_.MaxCalls && bytes_ <= options_.MaxBytes &&
         bytes <= options_.MaxBytes - bytes_;
}

bool CallLimit::TryCount(std::size_t bytes) {
  if (!HasRoom(bytes)) return false;
  ++calls_;
  ++busy_;
  bytes_ += bytes;
  return true;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
