#include "curl/open_sockets.hpp"

#include <algorithm>

#include "curl/handles.hpp"
#include "runtime/socket.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

CURLcode OpenSockets::Serve(CURL* easy) {
  return EasyOptions(easy)
      .Set(CURLOPT_CLOSESOCKETFUNCTION, &OpenSockets::Close)
      .Set(CURLOPT_CLOSESOCKETDATA, this)
      .Code();
}

// Two connections may have the same local port, if they lead to different hosts. Then what arrived
// on either costs no more than a new connection.
template <class Action>
void OpenSockets::ForEach(int localPort, Action action) {
  for (Socket& socket : sockets_) {
    if (socket.LocalPort == 0) socket.LocalPort = LocalPortOf(socket.Handle);
    if (socket.LocalPort == localPort) action(socket);
  }
}

void OpenSockets::MarkExclusive(int localPort) {
  ForEach(localPort, [](Socket& socket) { socket.IsExclusive = true; });
}

bool OpenSockets::HasUnrequestedBytes(int localPort, bool ifExclusive) {
  bool has = false;
  ForEach(localPort, [&](const Socket& socket) {
    has |= (socket.IsExclusive || !ifExclusive) && HasSomethingToRead(socket.Handle);
  });
  return has;
}

bool OpenSockets::IsUnusable(const Socket& socket, bool ifExclusive) {
  return socket.IsExclusive || !ifExclusive ? HasSomethingToRead(socket.Handle)
                                            : IsClosedByPeer(socket.Handle);
}

// libcurl 7.88 doesn't always say that it closes a socket: not if a transfer is removed while it
// connects. The handle may belong to anybody since.
void OpenSockets::ForgetClosed() {
  sockets_.erase(std::remove_if(sockets_.begin(), sockets_.end(),
                                [](const Socket& socket) {
                                  return IdentityOf(socket.Handle) != socket.Identity;
                                }),
                 sockets_.end());
}

bool OpenSockets::HasUnusable(std::chrono::steady_clock::time_point openedBefore,
                              bool ifExclusive) {
  ForgetClosed();
  return std::any_of(sockets_.begin(), sockets_.end(), [&](const Socket& socket) {
    return socket.OpenedAt < openedBefore || IsUnusable(socket, ifExclusive);
  });
}

void OpenSockets::EndUnusable(bool ifExclusive) {
  ForgetClosed();
  for (const Socket& socket : sockets_) {
    if (IsUnusable(socket, ifExclusive)) EndConnection(socket.Handle);
  }
}

curl_socket_t OpenSockets::Open(const curl_sockaddr& address) noexcept {
  try {
    sockets_.emplace_back();  // before the socket, which would leak
  } catch (...) {             // out of memory
    return CURL_SOCKET_BAD;
  }
  const curl_socket_t handle = OpenSocket(address.family, address.socktype, address.protocol);
  if (handle == CURL_SOCKET_BAD) {
    sockets_.pop_back();
  } else {
    sockets_.back().Handle = handle;
    sockets_.back().Identity = IdentityOf(handle);
    sockets_.back().OpenedAt = std::chrono::steady_clock::now();
  }
  return handle;
}

int OpenSockets::Close(void* self, curl_socket_t handle) noexcept {
  auto& sockets = static_cast<OpenSockets*>(self)->sockets_;
  const auto closed = std::find_if(sockets.begin(), sockets.end(), [handle](const Socket& socket) {
    return socket.Handle == handle;
  });
  if (closed != sockets.end()) {
    *closed = sockets.back();
    sockets.pop_back();
  }
  return CloseSocket(handle);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
