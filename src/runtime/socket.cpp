#include "runtime/socket.hpp"

#include <cerrno>

#if defined(_WIN32)
#include <ws2tcpip.h>
#else
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// libcurl's sockets don't block. This is for one that isn't libcurl's any more.
#if defined(MSG_DONTWAIT)
constexpr int WithoutWaiting = MSG_DONTWAIT;
#else
constexpr int WithoutWaiting = 0;
#endif

bool WouldBlock() noexcept {
#if defined(_WIN32)
  return WSAGetLastError() == WSAEWOULDBLOCK;
#else
  return errno == EAGAIN || errno == EWOULDBLOCK;
#endif
}

}  // namespace

SocketHandle OpenSocket(int family, int type, int protocol) noexcept {
#if defined(_WIN32)
  return WSASocketW(family, type, protocol, nullptr, 0,
                    WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
#elif defined(SOCK_CLOEXEC)
  return ::socket(family, type | SOCK_CLOEXEC, protocol);
#else
  const int opened = ::socket(family, type, protocol);
  if (opened >= 0) ::fcntl(opened, F_SETFD, FD_CLOEXEC);
  return opened;
#endif
}

std::error_code DescriptorShortage(int needed) noexcept {
#if defined(_WIN32)
  (void)needed;
  return {};
#else
  if (needed == 0) return {};
  const SocketHandle opened = OpenSocket(AF_INET, SOCK_STREAM, 0);
  std::error_code error(opened < 0 ? errno : 0, std::generic_category());
  if (opened < 0) return IsShortage(error) ? error : std::error_code();
  error = DescriptorShortage(needed - 1);
  CloseSocket(opened);
  return error;
#endif
}

int CloseSocket(SocketHandle socket) noexcept {
#if defined(_WIN32)
  return ::closesocket(socket);
#else
  return ::close(socket);
#endif
}

std::uint64_t IdentityOf(SocketHandle socket) noexcept {
#if defined(_WIN32)
  return 0;
#else
  struct stat status {};
  return ::fstat(socket, &status) == 0 ? status.st_ino : 0;
#endif
}

int LocalPortOf(SocketHandle socket) noexcept {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  }
  if (address.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  }
  return 0;
}

bool HasSomethingToRead(SocketHandle socket) noexcept {
  char byte = 0;
  return ::recv(socket, &byte, 1, MSG_PEEK | WithoutWaiting) >= 0 || !WouldBlock();
}

void EndConnection(SocketHandle socket) noexcept {
#if defined(_WIN32)
  constexpr int Both = SD_BOTH;
#else
  constexpr int Both = SHUT_RDWR;
#endif
  ::shutdown(socket, Both);
  char bytes[4096];
  while (::recv(socket, bytes, sizeof bytes, WithoutWaiting) > 0) {
  }
}

void SocketSet::Add(SocketHandle socket, SocketEvent event) {
#if defined(POLLRDHUP)
  constexpr short Closed = POLLRDHUP;
#else
  constexpr short Closed = POLLIN;
#endif
  const short awaited = event == SocketEvent::ClosedByPeer ? Closed : POLLIN;
  sockets_.push_back({socket, awaited, 0});
}

bool SocketSet::HasAnyEvent() noexcept {
#if defined(_WIN32)
  return !sockets_.empty() &&
         ::WSAPoll(sockets_.data(), static_cast<ULONG>(sockets_.size()), 0) != 0;
#else
  return !sockets_.empty() && ::poll(sockets_.data(), sockets_.size(), 0) != 0;
#endif
}

bool IsClosedByPeer(SocketHandle socket) noexcept {
#if defined(POLLRDHUP)
  // Also if something is left to read, such as the alert that ends a TLS connection.
  pollfd state{socket, POLLRDHUP, 0};
  return ::poll(&state, 1, 0) != 0;
#else
  char byte = 0;
  const auto count = ::recv(socket, &byte, 1, MSG_PEEK | WithoutWaiting);
  return count == 0 || (count < 0 && !WouldBlock());
#endif
}

}  // namespace Azure::Messaging::WebPubSub::Detail
