#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <mutex>

#include "curl/transfer.hpp"
#include "runtime/platform.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// A transfer with a multi handle of its own, and so with connections of its own: a wake-up of the
/// multi handle interrupts whatever the transfer is doing, and threads never share a connection.
class PooledConnection {
 public:
  /// @param resources must outlive this object.
  explicit PooledConnection(ClientResources& resources)
      : resources_(resources),
        multi_(MakeMultiHandle()),
        atExit_([multi = multi_.get()] { curl_multi_wakeup(multi); }),
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
  /// Whether its connection is closed or can carry no further request.
  /// @param openedBefore when the connections were opened that are too old.
  [[nodiscard]] bool IsUnusable(std::chrono::steady_clock::time_point openedBefore);

 private:
  AttemptOutcome Perform(const Context& context);

  const std::intmax_t process_ = CurrentProcess();  // that opens the connections
  ClientResources& resources_;
  OpenSockets sockets_;
  Http2Streams streams_;
  // The easy handle is destroyed first: it may still be in the multi handle.
  MultiHandle multi_;
  const ExitWaker atExit_;
  Transfer transfer_;
  bool isHanging_ = false;
};

/// Keeps idle connections for later calls; last in, first out, so that the warmest one is used
/// first.
class ConnectionPool {
 public:
  /// @param resources must outlive the pool and its connections.
  explicit ConnectionPool(ClientResources& resources) : resources_(resources) {}

  /// How many are kept at most, because nothing closes them if no further call is made.
  static constexpr std::size_t MostIdle = 16;

  /// The warmest connection, or a new one. Closes what CloseUnusable does.
  std::unique_ptr<PooledConnection> Acquire();
  /// Closes it if enough others are idle, or keeps it apart while it hangs.
  void Release(std::unique_ptr<PooledConnection> connection);
  /// Closes the idle ones.
  void Clear();
  /// Closes the idle ones that are too old or were closed by the server.
  void CloseUnusable(std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now());

 private:
  using Connections = std::list<std::unique_ptr<PooledConnection>>;

  /// With the mutex held.
  Connections ExtractUnusable(std::chrono::steady_clock::time_point now);

  ClientResources& resources_;
  std::mutex mutex_;
  Connections idle_;  // the warmest last
  Connections hanging_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
