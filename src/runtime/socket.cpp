#include "runtime/socket.hpp"

#include <cerrno>

#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

std::error_code DescriptorShortage(int needed) noexcept {
  if (needed == 0) return {};
  const SocketHandle opened = OpenSocket(AF_INET, SOCK_STREAM, 0);
  std::error_code error(opened == NoSocket ? errno : 0, std::generic_category());
  if (opened == NoSocket) return IsShortage(error) ? error : std::error_code();
  error = DescriptorShortage(needed - 1);
  CloseSocket(opened);
  return error;
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

}  // namespace Azure::Messaging::WebPubSub::Detail
