#include "pipeline/call_limit.hpp"

#include <azure/messaging/webpubsub/future.hpp>

namespace Azure::Messaging::WebPubSub {

CallLimit::Admission CallLimit::Enter(std::size_t bytes, const Context& context) {
  {
    const std::lock_guard lock(mutex_);
    if (HasRoom(bytes)) {
      Count(bytes);
      return Admission::Admitted;
    }
  }
  if (options_.WhenFull == OverflowAction::Fail) return Admission::Full;
  Detail::RefuseToBlockOnIoThread("waiting for capacity");
  const auto count = [&] {
    if (!HasRoom(bytes)) return false;
    Count(bytes);
    return true;
  };
  return WaitFor(count, context) ? Admission::Admitted : Admission::ContextEnded;
}

void CallLimit::Leave(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  --calls_;
  bytes_ -= bytes;
  // Waking a producer costs more than a call: it is woken for half a window, not for one place.
  const bool half = calls_ <= options_.MaxCalls / 2 && bytes_ <= options_.MaxBytes / 2;
  if (waiting_ > 0 && (half || calls_ == 0)) changed_.notify_all();
}

void CallLimit::Settle() {
  const std::lock_guard lock(mutex_);
  --unsettled_;
  if (waiting_ > 0 && unsettled_ == 0) changed_.notify_all();
}

bool CallLimit::WaitUntilIdle(const Context& context) {
  return WaitFor([this] { return unsettled_ == 0; }, context);
}

std::size_t CallLimit::Calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

bool CallLimit::HasRoom(std::size_t bytes) const {
  if (calls_ == 0) return true;  // else a message over the limit would wait for ever
  return calls_ < options_.MaxCalls && bytes_ <= options_.MaxBytes &&
         bytes <= options_.MaxBytes - bytes_;
}

void CallLimit::Count(std::size_t bytes) {
  ++calls_;
  ++unsettled_;
  bytes_ += bytes;
}

template <class Attempt>
bool CallLimit::WaitFor(Attempt attempt, const Context& context) {
  // Taking the mutex before notifying keeps the wake-up from falling between test and wait. The
  // registration goes after the lock: its end waits for the callback, which needs the mutex.
  const auto registration = context.OnCancel([this] {
    { const std::lock_guard synchronise(mutex_); }
    changed_.notify_all();
  });
  std::unique_lock lock(mutex_);
  bool succeeded = false;
  const auto over = [&] { return context.IsCancelled() || (succeeded = attempt()); };
  ++waiting_;
  if (const auto deadline = context.Deadline()) {
    changed_.wait_until(lock, *deadline, over);
  } else {
    changed_.wait(lock, over);
  }
  --waiting_;
  return succeeded;
}

}  // namespace Azure::Messaging::WebPubSub
