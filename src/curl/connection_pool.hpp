#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

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
  /// What of IsUnusable no look at its sockets tells.
  [[nodiscard]] bool IsTooOldOrClosed(std::chrono::steady_clock::time_point openedBefore) const;
  /// Adds its sockets, for a look at many.
  void AddTo(SocketSet& sockets) const { sockets_.AddTo(sockets, MayCarrySeveral()); }

 private:
  /// @return nothing if the context ended the performance.
  std::optional<CURLcode> Perform(const Context& context);
  /// Requests at a time.
  [[nodiscard]] bool MayCarrySeveral() const noexcept {
    return resources_.Options.HttpVersion == HttpVersionPolicy::Http2;
  }

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
  explicit ConnectionPool(ClientResources& resources) : resources_(resources) {
    idle_.reserve(MostIdle);
  }

  /// How many are kept at most, because nothing closes them if no further call is made.
  static constexpr std::size_t MostIdle = 16;

  /// The warmest connection, or a new one. Closes what CloseUnusable does.
  std::unique_ptr<PooledConnection> Acquire();
  /// Closes it if enough others are idle, or keeps it apart while it hangs.
  void Release(std::unique_ptr<PooledConnection> connection) noexcept;
  /// Closes the idle ones.
  void Clear();
  /// Closes the idle ones that are too old or were closed by the server.
  void CloseUnusable();

  /// Whether there is anything that CloseUnusable may have to close. If not, the listener is called
  /// once there is.
  bool KeepsAny();
  /// Before any other use.
  /// @param onKept called by any thread, which holds no lock.
  void SetListener(std::function<void()> onKept) { onKept_ = std::move(onKept); }

 private:
  using Connections = std::vector<std::unique_ptr<PooledConnection>>;
  using TimePoint = std::chrono::steady_clock::time_point;

  // Connections that were opened earlier are too old.
  [[nodiscard]] TimePoint OldestUsable() const;
  // With the mutex held.
  Connections ExtractUnusable();
  [[nodiscard]] bool MayHaveUnusable(TimePoint openedBefore) const;
  void Keep(std::unique_ptr<PooledConnection> connection) noexcept;
  [[nodiscard]] bool IsEmpty() const noexcept { return idle_.empty() && hanging_.empty(); }

  ClientResources& resources_;
  std::function<void()> onKept_;
  std::mutex mutex_;
  Connections idle_;  // the warmest last
  Connections hanging_;
  bool isWatched_ = false;  // whether the listener knows that something is kept
};

}  // namespace Azure::Messaging::WebPubSub::Detail
