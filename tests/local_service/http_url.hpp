#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::LocalService {

/// The parts of an http or https URL.
struct HttpUrl {
  bool IsSecure = false;
  /// The name or address, without the brackets of an IPv6 address.
  std::string Host;
  std::string Port;
  /// The host and the port, as in the URL.
  std::string Authority;
  /// The path and the query; at least `/`.
  std::string Target;
};

/// Nothing if the text isn't an http or https URL, or has user info, a fragment, or characters that
/// a URL can't have, such as blanks.
std::optional<HttpUrl> ParseHttpUrl(std::string_view text);

/// A URL without its query, which may contain secrets.
std::string WithoutQuery(std::string_view url);

}  // namespace Azure::Messaging::WebPubSub::LocalService
