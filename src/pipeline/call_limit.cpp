#include "pipeline/call_limit.hpp"

#include <azure/messaging/webpubsub/future.hpp>

#include "core/cancellable_wait.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

CallLimit::Admission CallLimit::Acquire(std::size_t bytes, const Context& context) {
  {
    const std::lock_guard lock(mutex_);
    if (TryCount(bytes)) return Admission::Admitted;
  }
  if (options_.WhenFull == OverflowAction::Fail) return Admission::Full;
  RefuseToBlockOnIoThread("waiting for capacity");
  const bool admitted = WaitFor([&] { return TryCount(bytes); }, context);
  return admitted ? Admission::Admitted : Admission::ContextEnded;
}

void CallLimit::Release(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  --calls_;
  bytes_ -= bytes;
  // Waking a producer costs more than a call, so it is woken for half of the limit at once.
  const bool half = calls_ <= options_.MaxCalls / 2 && bytes_ <= options_.MaxBytes / 2;
  if (waiting_ > 0 && (half || calls_ == 0)) changed_.notify_all();
}

void CallLimit::MarkIdle() {
  const std::lock_guard lock(mutex_);
  --busy_;
  if (waiting_ > 0 && busy_ == 0) changed_.notify_all();
}

bool CallLimit::WaitUntilIdle(const Context& context) {
  return WaitFor([this] { return busy_ == 0; }, context);
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

template <class Predicate>
bool CallLimit::WaitFor(Predicate isDone, const Context& context) {
  {
    const std::lock_guard lock(mutex_);
    ++waiting_;
  }
  const bool done = WaitUnlessEnded(mutex_, changed_, context, isDone);
  const std::lock_guard lock(mutex_);
  --waiting_;
  return done;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
