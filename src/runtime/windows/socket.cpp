#include "runtime/socket.hpp"

#include <cerrno>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Windows has numbers of its own for the errors of sockets.
int ToErrno(int error) noexcept {
  switch (error) {
    case WSAEMFILE:
      return EMFILE;
    case WSAENOBUFS:
    case WSA_NOT_ENOUGH_MEMORY:
      return ENOMEM;
    default:
      return EIO;
  }
}

}  // namespace

SocketHandle OpenSocket(int family, int type, int protocol) noexcept {
  const SocketHandle opened = ::WSASocketW(family, type, protocol, nullptr, 0,
                                           WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
  if (opened == NoSocket) errno = ToErrno(::WSAGetLastError());
  return opened;
}

int CloseSocket(SocketHandle socket) noexcept { return ::closesocket(socket); }

std::uint64_t IdentityOf(SocketHandle socket) noexcept {
  int type = 0;
  int size = sizeof type;
  const int result =
      ::getsockopt(socket, SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &size);
  return result == 0 ? 1 : 0;
}

// There is no MSG_DONTWAIT, and the socket may block.
bool HasSomethingToRead(SocketHandle socket) noexcept {
  WSAPOLLFD state{socket, POLLIN, 0};
  return ::WSAPoll(&state, 1, 0) != 0;
}

// What has arrived can't be read any more.
void EndConnection(SocketHandle socket) noexcept { ::shutdown(socket, SD_BOTH); }

void SocketSet::Add(SocketHandle socket, SocketEvent /*event*/) {
  sockets_.push_back({socket, POLLIN, 0});
}

bool SocketSet::HasAnyEvent() noexcept {
  return !sockets_.empty() &&
         ::WSAPoll(sockets_.data(), static_cast<ULONG>(sockets_.size()), 0) != 0;
}

bool IsClosedByPeer(SocketHandle socket) noexcept {
  char byte = 0;
  return HasSomethingToRead(socket) && ::recv(socket, &byte, 1, MSG_PEEK) <= 0;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
