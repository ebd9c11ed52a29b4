#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// The destination of requests, normalised: scheme and host in lower case, no default port, no
/// slash at the end.
struct Endpoint {
  bool Secure = true;
  /// Host and, unless it's the scheme's default, port: `name.example`, `[::1]:8080`.
  std::string Authority;
  /// The base path, empty or beginning with a slash.
  std::string Path;

  /// `https://name.example/base`
  [[nodiscard]] std::string Url() const;
  /// The same for a WebSocket client: `wss://name.example/base`
  [[nodiscard]] std::string WebSocketUrl() const;
};

/// Reads an endpoint from a user; without a scheme it means https.
/// @param parameter the name of the argument or option, for the exception.
/// @param port replaces the one in the text.
/// @throws std::invalid_argument for anything that can't be the base of other URLs: a scheme other
///   than http and https, no host, a query, a fragment, user info, a dot segment.
Endpoint ParseEndpoint(std::string_view text, std::string_view parameter,
                       std::optional<int> port = std::nullopt);

/// Resolves a link that the service sent (RFC 3986, section 5).
/// @param base the absolute URL of the request whose response has the link.
/// @return the absolute URL; nothing if the link isn't one or doesn't lead below the endpoint: a
/// token
///   must not reach another host.
std::optional<std::string> ResolveBelow(const Endpoint& endpoint, const std::string& base,
                                        const std::string& link);

}  // namespace Azure::Messaging::WebPubSub::Detail
