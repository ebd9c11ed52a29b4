#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "local_service/http_url.hpp"
#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The cookies that event handlers have set for one connection. A cookie goes back only to the host
/// that set it; the attribute Domain is ignored.
class CookieJar {
 public:
  /// Adds, replaces or removes a cookie.
  /// @param header the value of a Set-Cookie header.
  void Set(std::string_view header, const HttpUrl& url, Time now);
  /// The value of the Cookie header for a request; empty if there are no cookies for it.
  [[nodiscard]] std::string HeaderFor(const HttpUrl& url, Time now) const;

 private:
  struct Cookie {
    std::string Name;
    std::string Value;
    std::string Host;
    std::string Path;
    bool IsSecure = false;
    Time Expires = Time::max();
  };
  std::vector<Cookie> cookies_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
