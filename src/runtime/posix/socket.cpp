#include "runtime/socket.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// libcurl's sockets don't block. This is for one that isn't libcurl's any more.
#if defined(MSG_DONTWAIT)
constexpr int WithoutWaiting = MSG_DONTWAIT;
#else
constexpr int WithoutWaiting = 0;
#endif

}  // namespace

SocketHandle OpenSocket(int family, int type, int protocol) noexcept {
#if defined(SOCK_CLOEXEC)
  return ::socket(family, type | SOCK_CLOEXEC, protocol);
#else
  const int opened = ::socket(family, type, protocol);
  if (opened >= 0) ::fcntl(opened, F_SETFD, FD_CLOEXEC);
  return opened;
#endif
}

int CloseSocket(SocketHandle socket) noexcept { return ::close(socket); }

std::uint64_t IdentityOf(SocketHandle socket) noexcept {
  struct stat status {};
  return ::fstat(socket, &status) == 0 ? status.st_ino : 0;
}

bool HasSomethingToRead(SocketHandle socket) noexcept {
  pollfd state{socket, POLLIN, 0};
  return ::poll(&state, 1, 0) != 0;
}

void EndConnection(SocketHandle socket) noexcept {
  ::shutdown(socket, SHUT_RDWR);
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
  return !sockets_.empty() && ::poll(sockets_.data(), sockets_.size(), 0) != 0;
}

bool IsClosedByPeer(SocketHandle socket) noexcept {
#if defined(POLLRDHUP)
  // Also if something is left to read, such as the alert that ends a TLS connection.
  pollfd state{socket, POLLRDHUP, 0};
  return ::poll(&state, 1, 0) != 0;
#else
  char byte = 0;
  return HasSomethingToRead(socket) && ::recv(socket, &byte, 1, MSG_PEEK | WithoutWaiting) <= 0;
#endif
}

}  // namespace Azure::Messaging::WebPubSub::Detail
