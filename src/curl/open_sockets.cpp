#include "curl/open_sockets.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include "curl/handles.hpp"

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
  LearnPorts();
  const auto [begin, end] = sockets_.equal_range(localPort);
  for (auto each = begin; each != end; ++each) action(each->second);
}

// A socket has none before it connects.
void OpenSockets::LearnPorts() {
  for (auto next = sockets_.begin(); next != sockets_.end() && next->first == 0;) {
    const auto socket = next++;
    if (const int port = LocalPortOf(socket->second.Handle)) {
      auto known = sockets_.extract(socket);
      known.key() = port;
      sockets_.insert(std::move(known));
    }
  }
}

void OpenSockets::OnConnected(int localPort) {
  hasConnected_ = true;
  ForEach(localPort, [this](Socket& socket) { socket.UsedAt = now_; });
}

void OpenSockets::MarkExclusive(int localPort) {
  ForEach(localPort, [](Socket& socket) { socket.IsExclusive = true; });
}

void OpenSockets::End(int localPort) {
  ForgetClosed();
  ForEach(localPort, [](Socket& socket) { EndConnection(socket.Handle); });
}

std::size_t OpenSockets::EndIdle(std::chrono::steady_clock::duration idle, std::size_t left,
                                 const std::set<int>& inUse) {
  if (sockets_.size() <= left) return 0;
  ForgetClosed();
  LearnPorts();
  std::size_t ended = 0;
  for (const auto& [port, socket] : sockets_) {
    if (sockets_.size() - ended <= left) break;
    if (socket.UsedAt > now_ - idle || inUse.count(port) != 0) continue;
    EndConnection(socket.Handle);
    ++ended;
  }
  return ended;
}

bool OpenSockets::HasUnusableAt(int localPort, bool ifExclusive) {
  bool has = false;
  ForEach(localPort, [&](Socket& socket) {
    has |= IsUnusable(socket, ifExclusive);
    socket.UsedAt = now_;
  });
  return has;
}

SocketEvent OpenSockets::EventOf(const Socket& socket, bool ifExclusive) {
  return socket.IsExclusive || !ifExclusive ? SocketEvent::SomethingToRead
                                            : SocketEvent::ClosedByPeer;
}

bool OpenSockets::IsUnusable(const Socket& socket, bool ifExclusive) {
  return EventOf(socket, ifExclusive) == SocketEvent::SomethingToRead
             ? HasSomethingToRead(socket.Handle)
             : IsClosedByPeer(socket.Handle);
}

void OpenSockets::AddTo(SocketSet& all, bool ifExclusive) const {
  for (const auto& [port, socket] : sockets_) {
    all.Add(socket.Handle, EventOf(socket, ifExclusive));
  }
}

bool OpenSockets::HasOneOpenedBefore(std::chrono::steady_clock::time_point time) const noexcept {
  return std::any_of(sockets_.begin(), sockets_.end(),
                     [time](const auto& each) { return each.second.OpenedAt < time; });
}

void OpenSockets::Forget(Sockets::const_iterator socket) noexcept {
  sockets_.erase(socket);
  hasConnected_ = hasConnected_ && !sockets_.empty();
}

// libcurl 7.88 doesn't always say that it closes a socket: not if a transfer is removed while it
// connects. The handle may belong to anybody since.
void OpenSockets::ForgetClosed() {
  for (auto next = sockets_.begin(); next != sockets_.end();) {
    const auto each = next++;
    const Socket& socket = each->second;
    if (IdentityOf(socket.Handle) != socket.Identity) Forget(each);
  }
}

bool OpenSockets::HasUnusable(std::chrono::steady_clock::time_point openedBefore,
                              bool ifExclusive) {
  if (!HasOneOpenedBefore(openedBefore)) {
    SocketSet all;
    AddTo(all, ifExclusive);
    if (!all.HasAnyEvent()) return false;
  }
  ForgetClosed();
  return std::any_of(sockets_.begin(), sockets_.end(), [&](const auto& each) {
    return each.second.OpenedAt < openedBefore || IsUnusable(each.second, ifExclusive);
  });
}

void OpenSockets::EndUnusable(bool ifExclusive) {
  ForgetClosed();
  for (const auto& [port, socket] : sockets_) {
    if (IsUnusable(socket, ifExclusive)) EndConnection(socket.Handle);
  }
}

curl_socket_t OpenSockets::Open(const curl_sockaddr& address) noexcept {
  Sockets::iterator place;
  try {
    place = sockets_.emplace(0, Socket());  // before the socket, which would leak
  } catch (const std::bad_alloc&) {
    errno = ENOMEM;
    return CURL_SOCKET_BAD;
  }
  const curl_socket_t handle = OpenSocket(address.family, address.socktype, address.protocol);
  if (handle == CURL_SOCKET_BAD) {
    Forget(place);
  } else {
    place->second.Handle = handle;
    place->second.Identity = IdentityOf(handle);
    place->second.OpenedAt = std::chrono::steady_clock::now();
  }
  return handle;
}

int OpenSockets::Close(void* self, curl_socket_t handle) noexcept {
  auto& all = *static_cast<OpenSockets*>(self);
  const auto closed =
      std::find_if(all.sockets_.begin(), all.sockets_.end(),
                   [handle](const auto& each) { return each.second.Handle == handle; });
  if (closed != all.sockets_.end()) all.Forget(closed);
  return CloseSocket(handle);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
