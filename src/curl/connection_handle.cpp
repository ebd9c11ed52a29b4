#include "curl/connection_handle.hpp"

namespace Azure::Messaging::WebPubSub {

// Closing a connection of TLS says so to the peer, which would end it for the parent too.
ConnectionHandle::~ConnectionHandle() {
  if (process_ == ThisProcess()) return;
  (void)easy_.release();
  (void)multi_.release();
}

std::unique_ptr<ConnectionHandle> HandlePool::Take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  return std::make_unique<ConnectionHandle>(options_);
}

void HandlePool::GiveBack(std::unique_ptr<ConnectionHandle> handle) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < options_.MaxConnections) idle_.push_back(std::move(handle));
}

void HandlePool::Clear() {
  std::vector<std::unique_ptr<ConnectionHandle>> idle;
  const std::lock_guard lock(mutex_);
  idle.swap(idle_);
}

}  // namespace Azure::Messaging::WebPubSub
