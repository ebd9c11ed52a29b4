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
  /// @param resources must outlive this object.
  explicit PooledConnection(ClientResources& resources)
      : resolutions_(resources.Resolutions),
        multi_(MakeMultiHandle()),
        transfer_(resources, sockets_, streams_) {}
  /// Closes its connections, unless they are those of the process that this one was forked from.
  ~PooledConnection();
  PooledConnection(const PooledConnection&) = delete;
  PooledConnection& operator=(const PooledConnection&) = delete;

  /// Sends a request once, on the caller's thread.
  AttemptOutcome Send(const HttpRequest& request, const Context& context);

  [[nodiscard]] bool MayBeReused() const noexcept { return transfer_.MayBeReused(); }
  /// Whether libcurl still resolves a name for a call that has ended. Nothing can be sent then.
  [[nodiscard]] bool IsHanging() const noexcept { return isHanging_; }
  /// Looks whether it still does.
  bool StillHangs();

 private:
  AttemptOutcome Perform(const Context& context);

  const std::intmax_t process_ = CurrentProcess();  // that opens the connections
  Resolutions& resolutions_;
  OpenSockets sockets_;
  Http2Streams streams_;
  // The easy handle is destroyed first: it may still be in the multi handle.
  MultiHandle multi_;
  Transfer transfer_;
  bool isHanging_ = false;
};

/// Keeps idle connections for later calls; last in, first out, so that the warmest one is used
/// first.
class ConnectionPool {
 public:
  /// @param resources must outlive the pool and its connections.
  explicit ConnectionPool(ClientResources& resources) : resources_(resources) {}

  std::unique_ptr<PooledConnection> Acquire();
  /// Closes it if enough others are idle, or keeps it apart while it hangs.
  void Release(std::unique_ptr<PooledConnection> connection);
  /// Closes the idle ones.
  void Clear();

 private:
  ClientResources& resources_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<PooledConnection>> idle_;
  std::vector<std::unique_ptr<PooledConnection>> hanging_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
