#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>

#include "runtime/socket.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The sockets that libcurl has open for the handles of one owner. They are closed in child
/// processes (close-on-exec).
///
/// libcurl writes a request to a kept connection without looking whether something has arrived on
/// it meanwhile, and takes that for the response. These sockets can be looked at before. Used by
/// one thread at a time.
class OpenSockets {
 public:
  OpenSockets() = default;
  OpenSockets(const OpenSockets&) = delete;
  OpenSockets& operator=(const OpenSockets&) = delete;

  /// Makes a handle close its sockets here. This object must outlive the handle's connections.
  /// @return libcurl's first error.
  CURLcode Serve(CURL* easy);

  /// Opens a socket for a handle. @return CURL_SOCKET_BAD if there is none.
  curl_socket_t Open(const curl_sockaddr& address) noexcept;
  [[nodiscard]] bool IsEmpty() const noexcept { return sockets_.empty(); }
  [[nodiscard]] std::size_t Count() const noexcept { return sockets_.size(); }

  /// A new connection, from this local port, is about to carry its first request.
  void OnConnected(int localPort);
  /// None that is open carries a further request.
  void OnRetired() noexcept { hasConnected_ = false; }
  /// Whether one was since there was none, or none of further use.
  [[nodiscard]] bool HasConnected() const noexcept { return hasConnected_; }

  /// One request at a time is sent on the connection from this local port.
  void MarkExclusive(int localPort);

  /// Whether the kept connection from this local port can carry no further request: its peer has
  /// closed it, or something has arrived. libcurl, from 8.22 on, doesn't look if it was used within
  /// the last second. The connection counts as used.
  /// @param ifExclusive whether something may arrive on connections that aren't marked, because
  ///   they may carry requests of several transfers at once.
  [[nodiscard]] bool HasUnusableAt(int localPort, bool ifExclusive);

  /// When connections count as used, until it is set again.
  void SetTime(std::chrono::steady_clock::time_point now) noexcept { now_ = now; }
  /// Ends connections that no request has used for this long, but leaves some of all open.
  /// @param inUse the local ports of the connections that carry requests.
  /// @return how many.
  std::size_t EndIdle(std::chrono::steady_clock::duration idle, std::size_t left,
                      const std::set<int>& inUse);

  /// Ends the connection from this local port, if it's still open, so that it carries no further
  /// request.
  void End(int localPort);

  /// Adds them to sockets that are looked at together, for what makes an idle connection unusable.
  /// @param ifExclusive as above.
  void AddTo(SocketSet& all, bool ifExclusive) const;
  [[nodiscard]] bool HasOneOpenedBefore(std::chrono::steady_clock::time_point time) const noexcept;
  /// Whether any idle connection can carry no further request: it was opened before a time, its
  /// peer has closed it, or something has arrived. A connection in use may look like that too.
  /// @param ifExclusive as above.
  [[nodiscard]] bool HasUnusable(std::chrono::steady_clock::time_point openedBefore,
                                 bool ifExclusive);
  /// While all connections are idle: ends those that HasUnusable reports for another reason than
  /// their age. libcurl takes a connection for usable as long as there is something to read.
  void EndUnusable(bool ifExclusive);

 private:
  struct Socket {
    curl_socket_t Handle = CURL_SOCKET_BAD;
    std::chrono::steady_clock::time_point OpenedAt;
    // When a request last began on it, as SetTime says; max() before the first.
    std::chrono::steady_clock::time_point UsedAt = std::chrono::steady_clock::time_point::max();
    std::uint64_t Identity = 0;
    bool IsExclusive = false;
  };
  using Sockets = std::multimap<int, Socket>;

  /// What makes it unusable while it is idle.
  static SocketEvent EventOf(const Socket& socket, bool ifExclusive);
  static bool IsUnusable(const Socket& socket, bool ifExclusive);
  template <class Action>
  void ForEach(int localPort, Action action);
  void LearnPorts();

  void ForgetClosed();

  static int Close(void* self, curl_socket_t handle) noexcept;

  void Forget(Sockets::const_iterator socket) noexcept;

  Sockets sockets_;  // by their local ports; 0: not known yet
  bool hasConnected_ = false;
  std::chrono::steady_clock::time_point now_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
