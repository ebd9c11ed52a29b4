#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// Whether a text begins with a scheme and "://".
bool HasScheme(std::string_view text);

/// The parts of an absolute URL.
struct ParsedUrl {
  /// In lower case.
  std::string Scheme;
  /// In lower case; an IPv6 address keeps its brackets.
  std::string Host;
  /// As written; nothing if the URL has none.
  std::optional<std::uint16_t> Port;
  /// As written; "/" if the URL has none.
  std::string Path;
  bool HasQuery = false;
  bool HasFragment = false;
  bool HasUserInfo = false;
};

/// Nothing if the text isn't an absolute URL made of ASCII characters that URLs allow.
std::optional<ParsedUrl> ParseUrl(const std::string& url);

/// The absolute URL that `link` means in a document at `base` (RFC 3986, section 5); nothing if
/// either isn't a URL.
std::optional<std::string> ResolveUrl(const std::string& base, const std::string& link);

}  // namespace Azure::Messaging::WebPubSub::Detail
