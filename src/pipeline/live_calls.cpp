#include "pipeline/live_calls.hpp"

#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

void LiveCalls::Add(LiveCall& call) noexcept {
  const std::lock_guard lock(mutex_);
  call.next_ = std::exchange(first_, &call);
  if (call.next_ != nullptr) call.next_->previous_ = &call;
}

void LiveCalls::Remove(LiveCall& call) noexcept {
  const std::lock_guard lock(mutex_);
  Unlink(call);
}

void LiveCalls::EndByProcessExit() noexcept {
  while (const auto call = TakeFirst()) call->EndByProcessExit();
}

std::shared_ptr<LiveCall> LiveCalls::TakeFirst() noexcept {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<LiveCall> taken;
  while (first_ != nullptr && !taken) {
    taken = first_->Share();
    Unlink(*first_);
  }
  return taken;
}

// With the mutex held.
void LiveCalls::Unlink(LiveCall& call) noexcept {
  if (first_ == &call) first_ = call.next_;
  if (call.previous_ != nullptr) call.previous_->next_ = call.next_;
  if (call.next_ != nullptr) call.next_->previous_ = call.previous_;
  call.previous_ = call.next_ = nullptr;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
