#include "runtime/platform.hpp"

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

}  // namespace Azure::Messaging::WebPubSub::Detail
