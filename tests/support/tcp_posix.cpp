#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include "support/tcp.hpp"

namespace Azure::Messaging::WebPubSub::Testing::Tcp {

Listener Listen() {
  Listener listener;
  listener.Handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener.Handle, generic, size) != 0 || listen(listener.Handle, SOMAXCONN) != 0 ||
      getsockname(listener.Handle, generic, &size) != 0) {
    throw std::runtime_error("can't listen");
  }
  listener.Port = ntohs(address.sin_port);
  return listener;
}

int Accept(int listener) {
  const int socket = accept(listener, nullptr, nullptr);
  const int yes = 1;
  if (socket >= 0) setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  return socket;
}

void StopAccepting(int listener) { shutdown(listener, SHUT_RDWR); }

long Receive(int socket, char* bytes, std::size_t size) { return recv(socket, bytes, size, 0); }

long Send(int socket, const char* bytes, std::size_t size) {
  return send(socket, bytes, size, MSG_NOSIGNAL);
}

bool WaitUntilReadable(int socket, std::chrono::milliseconds longest) {
  pollfd readable{socket, POLLIN, 0};
  return poll(&readable, 1, static_cast<int>(longest.count())) > 0;
}

void StopSending(int socket) { shutdown(socket, SHUT_WR); }

void StopBoth(int socket) { shutdown(socket, SHUT_RDWR); }

void ResetWhenClosed(int socket) {
  const linger now{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

void Close(int socket) { close(socket); }

void BlockPipeSignal() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

}  // namespace Azure::Messaging::WebPubSub::Testing::Tcp
