#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "curl/easy_handle.hpp"

namespace Azure::Messaging::WebPubSub {

/// An easy handle with a multi handle of its own, and so with connections of its own: a wake-up of
/// the multi interrupts whatever the easy handle is doing, and no connection is ever shared by
/// threads.
class ConnectionHandle {
 public:
  ConnectionHandle() : multi_(MakeMultiHandle()), easy_(MakeEasyHandle()) {}

  [[nodiscard]] CURL* Easy() const noexcept { return easy_.get(); }
  [[nodiscard]] CURLM* Multi() const noexcept { return multi_.get(); }

 private:
  // The easy handle goes first: it may still belong to the multi handle.
  MultiHandle multi_;
  EasyHandle easy_;
};

/// Keeps idle handles for later calls; last in, first out, so that the warmest connection is used
/// first.
class HandlePool {
 public:
  /// @param mostIdle more than these are closed when they come back.
  explicit HandlePool(std::size_t mostIdle) : mostIdle_(mostIdle) {}

  std::unique_ptr<ConnectionHandle> Take();
  void GiveBack(std::unique_ptr<ConnectionHandle> handle);

 private:
  const std::size_t mostIdle_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<ConnectionHandle>> idle_;
};

}  // namespace Azure::Messaging::WebPubSub
