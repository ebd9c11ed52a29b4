#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "curl/configured_handle.hpp"
#include "runtime/this_process.hpp"

namespace Azure::Messaging::WebPubSub {

/// An easy handle with a multi handle of its own, and so with connections of its own: a wake-up of
/// the multi interrupts whatever the easy handle is doing, and no connection is ever shared by
/// threads.
class ConnectionHandle {
 public:
  explicit ConnectionHandle(const TransportOptions& options)
      : multi_(MakeMultiHandle()), easy_(MakeConfiguredHandle(options)) {}
  /// Closes its connections, unless they are those of the process that this one was forked from.
  ~ConnectionHandle();
  ConnectionHandle(const ConnectionHandle&) = delete;
  ConnectionHandle& operator=(const ConnectionHandle&) = delete;

  [[nodiscard]] CURL* Easy() const noexcept { return easy_.get(); }
  [[nodiscard]] CURLM* Multi() const noexcept { return multi_.get(); }

 private:
  const std::intmax_t process_ = ThisProcess();  // whose connections they are
  // The easy handle goes first: it may still belong to the multi handle.
  MultiHandle multi_;
  EasyHandle easy_;
};

/// Keeps idle handles for later calls; last in, first out, so that the warmest connection is used
/// first.
class HandlePool {
 public:
  /// @param options which must outlive the pool.
  explicit HandlePool(const TransportOptions& options) : options_(options) {}

  std::unique_ptr<ConnectionHandle> Take();
  /// Closes it if there are enough idle ones.
  void GiveBack(std::unique_ptr<ConnectionHandle> handle);
  /// Closes the idle ones.
  void Clear();

 private:
  const TransportOptions& options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<ConnectionHandle>> idle_;
};

}  // namespace Azure::Messaging::WebPubSub
