#include "runtime/shortage.hpp"

#include <cerrno>

#include "runtime/socket.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

bool IsShortage(const std::error_code& error) noexcept {
  return error == std::errc::too_many_files_open || error == std::errc::not_enough_memory ||
         error == std::errc::too_many_files_open_in_system;
}

std::string NameOf(const std::error_code& error) {
  if (error == std::errc::too_many_files_open) return " (EMFILE)";
  if (error == std::errc::too_many_files_open_in_system) return " (ENFILE)";
  if (error == std::errc::not_enough_memory) return " (ENOMEM)";
  return {};
}

std::error_code DescriptorShortage(int needed) noexcept {
  if (needed == 0) return {};
  const SocketHandle opened = OpenSocket(AF_INET, SOCK_STREAM, 0);
  std::error_code error(opened == NoSocket ? errno : 0, std::generic_category());
  if (opened == NoSocket) return IsShortage(error) ? error : std::error_code();
  error = DescriptorShortage(needed - 1);
  CloseSocket(opened);
  return error;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
