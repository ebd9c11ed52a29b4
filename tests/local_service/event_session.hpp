#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "local_service/cookie_jar.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// What the service and the event handlers remember about one connection.
struct EventSession {
  /// 0 is the event connect, even if no handler takes it.
  std::uint64_t NextId = 1;
  /// As the handler's response set it; may be empty.
  std::optional<std::string> State;
  CookieJar Cookies;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
