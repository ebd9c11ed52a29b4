#include "url/endpoint.hpp"

#include <algorithm>

#include "core/arguments.hpp"
#include "core/text.hpp"
#include "url/parsed_url.hpp"
#include "url/url_builder.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::string WithScheme(std::string_view text) {
  std::string url = HasScheme(text) ? "" : "https://";
  url += text;
  const std::size_t path = url.find('/', url.find("://") + 3);
  if (path == std::string::npos) return url;
  return url.substr(0, path) + EncodeForbiddenCharacters(std::string_view(url).substr(path));
}

// "https:///x" has no host, but libcurl would read x as one.
bool HasAuthority(const std::string& url) {
  const std::size_t begin = url.find("://") + 3;
  return begin < url.size() && url[begin] != '/';
}

// Many servers decode a path before they resolve its dot segments.
bool IsDotSegment(std::string segment) {
  for (std::size_t at = 0; (at = segment.find("%2", at)) != std::string::npos; ++at) {
    if (ToLowerAscii(segment.substr(at, 3)) == "%2e") segment.replace(at, 3, ".");
  }
  return segment == "." || segment == "..";
}

bool HasDotSegment(std::string_view path) {
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (IsDotSegment(std::string(path.substr(begin, end - begin)))) return true;
    begin = end + 1;
  }
  return false;
}

std::string Authority(const ParsedUrl& url, std::optional<int> port) {
  const int defaultPort = url.Scheme == "https" ? 443 : 80;
  const int usedPort = port.value_or(url.Port ? *url.Port : defaultPort);
  return usedPort == defaultPort ? url.Host : url.Host + ":" + std::to_string(usedPort);
}

std::string WithoutTrailingSlashes(std::string path) {
  path.erase(path.find_last_not_of('/') + 1);
  return path;
}

}  // namespace

std::string Endpoint::Url() const {
  return std::string(Secure ? "https://" : "http://").append(Authority).append(Path);
}

std::string Endpoint::WebSocketUrl() const {
  return std::string(Secure ? "wss://" : "ws://").append(Authority).append(Path);
}

Endpoint ParseEndpoint(std::string_view text, std::string_view parameter, std::optional<int> port) {
  if (text.empty()) RefuseArgument(parameter, "must not be empty");
  const std::string absolute = WithScheme(text);
  const auto url = HasAuthority(absolute) ? ParseUrl(absolute) : std::nullopt;
  if (!url)
    RefuseArgument(parameter, "must be an absolute URL such as https://name.webpubsub.azure.com");
  if (url->Scheme != "https" && url->Scheme != "http")
    RefuseArgument(parameter, "must be http or https");
  if (url->Port == 0) RefuseArgument(parameter, "must not have the port 0");
  if (url->HasUserInfo) RefuseArgument(parameter, "must not hold a user or password");
  if (url->HasQuery) RefuseArgument(parameter, "must not have a query");
  if (url->HasFragment) RefuseArgument(parameter, "must not have a fragment");
  if (HasDotSegment(url->Path)) RefuseArgument(parameter, "must not have . or .. in its path");

  Endpoint endpoint;
  endpoint.Secure = url->Scheme == "https";
  endpoint.Authority = Authority(*url, port);
  endpoint.Path = WithoutTrailingSlashes(url->Path);
  return endpoint;
}

std::optional<std::string> ResolveBelow(const Endpoint& endpoint, const std::string& base,
                                        const std::string& link) {
  const auto resolved = ResolveUrl(base, link);
  const auto url = resolved ? ParseUrl(*resolved) : std::nullopt;
  if (!url || url->HasUserInfo || url->HasFragment) return std::nullopt;
  if (url->Scheme != (endpoint.Secure ? "https" : "http")) return std::nullopt;
  if (Authority(*url, std::nullopt) != endpoint.Authority) return std::nullopt;
  if (url->Path.rfind(endpoint.Path + "/", 0) != 0 || HasDotSegment(url->Path)) return std::nullopt;
  const std::size_t path = resolved->find_first_of("/?", resolved->find("://") + 3);
  return Endpoint{endpoint.Secure, endpoint.Authority, {}}.Url() + resolved->substr(path);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
