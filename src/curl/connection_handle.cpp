#include "curl/connection_handle.hpp"

#include <new>

namespace Azure::Messaging::WebPubSub {

ConnectionHandle::ConnectionHandle() {
  // Once for the process, and never undone: other code may use libcurl too.
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (initialised != CURLE_OK) throw std::bad_alloc();
  multi_.reset(curl_multi_init());
  easy_.reset(curl_easy_init());
  if (!multi_ || !easy_) throw std::bad_alloc();
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
  return std::make_unique<ConnectionHandle>();
}

void HandlePool::GiveBack(std::unique_ptr<ConnectionHandle> handle) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < mostIdle_) idle_.push_back(std::move(handle));
}

}  // namespace Azure::Messaging::WebPubSub
