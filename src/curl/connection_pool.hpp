#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "curl/transfer.hpp"
#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// A transfer with a multi handle of its own, and so with connections of its own: a wake-up of the
/// multi handle interrupts whatever the transfer is doing, and threads never share a connection.
class PooledConnection {
 public:
  explicit PooledConnection(const TransportOptions& options)
      : multi_(MakeMultiHandle()), transfer_(options, sockets_) {}
  /// Closes its connections, unless they are those of the process that this one was forked from.
  ~PooledConnection();
  PooledConnection(const PooledConnection&) = delete;
  PooledConnection& operator=(const PooledConnection&) = delete;

  /// Sends a request once, on the caller's thread.
  AttemptOutcome Send(const HttpRequest& request, const Context& context);

 private:
  AttemptOutcome Perform(const Context& context);

  const std::intmax_t process_ = CurrentProcess();  // that opens the connections
  OpenSockets sockets_;
  // The easy handle is destroyed first: it may still be in the multi handle.
  MultiHandle multi_;
  Transfer transfer_;
};

/// Keeps idle connections for later calls; last in, first out, so that the warmest one is used
/// first.
class ConnectionPool {
 public:
  /// @param options must outlive the pool.
  explicit ConnectionPool(const TransportOptions& options) : options_(options) {}

  std::unique_ptr<PooledConnection> Acquire();
  /// Closes it if enough others are idle.
  void Release(std::unique_ptr<PooledConnection> connection);
  /// Closes the idle ones.
  void Clear();

 private:
  const TransportOptions& options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<PooledConnection>> idle_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
