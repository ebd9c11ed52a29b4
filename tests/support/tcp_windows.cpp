#include <stdexcept>
#include <winsock2.h>
#include <ws2tcpip.h>

#include "support/tcp.hpp"

namespace Azure::Messaging::WebPubSub::Testing::Tcp {
namespace {

SOCKET Handle(int socket) { return static_cast<SOCKET>(socket); }

void SetFlag(int socket, int level, int option) {
  const BOOL yes = TRUE;
  setsockopt(Handle(socket), level, option, reinterpret_cast<const char*>(&yes), sizeof(yes));
}

}  // namespace

Listener Listen() {
  WSADATA unused;
  if (WSAStartup(MAKEWORD(2, 2), &unused) != 0) throw std::runtime_error("there are no sockets");
  Listener listener;
  listener.Handle = static_cast<int>(WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0,
                                                WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const SOCKET handle = Handle(listener.Handle);
  if (bind(handle, generic, size) != 0 || listen(handle, SOMAXCONN) != 0 ||
      getsockname(handle, generic, &size) != 0) {
    throw std::runtime_error("can't listen");
  }
  listener.Port = ntohs(address.sin_port);
  return listener;
}

int Accept(int listener) {
  const int socket = static_cast<int>(accept(Handle(listener), nullptr, nullptr));
  if (socket >= 0) SetFlag(socket, IPPROTO_TCP, TCP_NODELAY);
  return socket;
}

// Here shutdown doesn't end a call of accept.
void StopAccepting(int listener) { closesocket(Handle(listener)); }

long Receive(int socket, char* bytes, std::size_t size) {
  return recv(Handle(socket), bytes, static_cast<int>(size), 0);
}

long Send(int socket, const char* bytes, std::size_t size) {
  return send(Handle(socket), bytes, static_cast<int>(size), 0);
}

bool WaitUntilReadable(int socket, std::chrono::milliseconds longest) {
  WSAPOLLFD readable{Handle(socket), POLLIN, 0};
  return WSAPoll(&readable, 1, static_cast<int>(longest.count())) > 0;
}

void StopSending(int socket) { shutdown(Handle(socket), SD_SEND); }

void StopBoth(int socket) { shutdown(Handle(socket), SD_BOTH); }

void ResetWhenClosed(int socket) {
  const linger now{1, 0};
  setsockopt(Handle(socket), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&now),
             sizeof(now));
}

void Close(int socket) { closesocket(Handle(socket)); }

void BlockPipeSignal() {}

}  // namespace Azure::Messaging::WebPubSub::Testing::Tcp
