#include "local_service/http_url.hpp"

#include <algorithm>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

bool IsPort(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos &&
         std::stoi(std::string(text)) <= 65535;
}

// Splits `name:port` or `[address]:port`; false if either is malformed.
bool ReadAuthority(std::string_view authority, HttpUrl& url) {
  const bool isIpv6 = !authority.empty() && authority.front() == '[';
  const std::size_t bracket = isIpv6 ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const std::size_t colon = authority.find(':', bracket);
  const std::string_view host = authority.substr(0, colon);
  url.Host = isIpv6 ? host.substr(1, host.size() - 2) : host;
  url.Authority = authority;
  url.Port = url.IsSecure ? "443" : "80";
  if (colon == std::string_view::npos) return !url.Host.empty();
  url.Port = authority.substr(colon + 1);
  return !url.Host.empty() && IsPort(url.Port);
}

}  // namespace

std::optional<HttpUrl> ParseHttpUrl(std::string_view text) {
  constexpr std::string_view Http = "http://";
  constexpr std::string_view Https = "https://";
  HttpUrl url;
  url.IsSecure = EqualsIgnoringCase(text.substr(0, Https.size()), Https);
  if (!url.IsSecure && !EqualsIgnoringCase(text.substr(0, Http.size()), Http)) return std::nullopt;
  text.remove_prefix(url.IsSecure ? Https.size() : Http.size());
  const auto isBad = [](char c) { return c <= ' ' || c == 0x7f || c == '#' || c == '\\'; };
  if (std::any_of(text.begin(), text.end(), isBad)) return std::nullopt;
  const std::size_t path = std::min(text.find_first_of("/?"), text.size());
  const std::string_view authority = text.substr(0, path);
  if (authority.find('@') != std::string_view::npos || !ReadAuthority(authority, url)) {
    return std::nullopt;
  }
  url.Target = text.substr(path);
  if (url.Target.empty() || url.Target.front() == '?') url.Target.insert(0, "/");
  return url;
}

std::string WithoutQuery(std::string_view url) { return std::string(url.substr(0, url.find('?'))); }

}  // namespace Azure::Messaging::WebPubSub::LocalService
