#pragma once

#include <cstdint>
#include <system_error>
#include <vector>

#if defined(_WIN32)
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#endif

// The little of sockets that libcurl leaves to its user; posix/ and windows/ implement most of it.
namespace Azure::Messaging::WebPubSub::Detail {

#if defined(_WIN32)
using SocketHandle = SOCKET;
#else
using SocketHandle = int;
#endif
constexpr SocketHandle NoSocket = static_cast<SocketHandle>(-1);

/// Opens a socket that child processes don't inherit.
/// @return NoSocket, with errno, if there is none.
SocketHandle OpenSocket(int family, int type, int protocol) noexcept;

/// Why fewer than so many descriptors can be opened just now; no error if they can.
std::error_code DescriptorShortage(int needed) noexcept;

/// @return 0, or the operating system's error.
int CloseSocket(SocketHandle socket) noexcept;

/// Tells an open socket from one that was closed and whose handle another has got since; 0 if the
/// handle is closed. Windows doesn't tell such sockets apart, so it's 1 there for any open one.
std::uint64_t IdentityOf(SocketHandle socket) noexcept;

/// The local port of a TCP socket; 0 before it has one.
int LocalPortOf(SocketHandle socket) noexcept;

/// Whether the peer has closed its end of the connection, or the connection is broken. Where the
/// operating system doesn't tell that while there is something to read, as Windows, false.
bool IsClosedByPeer(SocketHandle socket) noexcept;

/// Discards what has arrived on a socket that doesn't block, and ends the connection.
void EndConnection(SocketHandle socket) noexcept;

/// Whether a read of the socket would return bytes, the end, or an error. Never waits.
bool HasSomethingToRead(SocketHandle socket) noexcept;

enum class SocketEvent { SomethingToRead, ClosedByPeer };

/// Sockets that are looked at together, with one system call.
class SocketSet {
 public:
  void Add(SocketHandle socket, SocketEvent event);
  /// Whether any of them has its event, is broken or closed. Where the operating system doesn't
  /// tell whether the peer has closed its end, something to read counts too. Never waits.
  [[nodiscard]] bool HasAnyEvent() noexcept;

 private:
  std::vector<pollfd> sockets_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
