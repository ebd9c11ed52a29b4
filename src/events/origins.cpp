#include "events/origins.hpp"

#include <algorithm>

#include "core/arguments.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::string_view Separators = ", \t";

// Removes the first part, which is empty between two separators, from `origin`.
std::string_view TakePart(std::string_view& origin) {
  const std::size_t end = std::min(origin.find_first_of(Separators), origin.size());
  const std::string_view part = origin.substr(0, end);
  origin.remove_prefix(std::min(end + 1, origin.size()));
  return part;
}

// `host:8080` and `[::1]:8080` without the port; `::1` has none.
std::string_view WithoutPort(std::string_view authority) {
  if (!authority.empty() && authority.front() == '[') {
    return authority.substr(1, authority.find(']') - 1);
  }
  const std::size_t colon = authority.find(':');
  return colon == authority.rfind(':') ? authority.substr(0, colon) : authority;
}

bool IsHostCharacter(char c) {
  return IsAlphanumeric(c) || std::string_view("-._:").find(c) != std::string_view::npos;
}

}  // namespace

std::string HostOfEndpoint(std::string_view endpoint) {
  const std::size_t scheme = endpoint.find("://");
  if (scheme != std::string_view::npos) endpoint.remove_prefix(scheme + 3);
  const std::string_view host = WithoutPort(endpoint.substr(0, endpoint.find_first_of("/?#")));
  Require(!host.empty() && AllOf(host, IsHostCharacter), "options.Sources",
          "an endpoint must have a host, such as https://name.webpubsub.azure.com");
  return std::string(host);
}

bool NamesHost(std::string_view origin, std::string_view host) {
  while (!origin.empty()) {
    if (EqualsIgnoringCase(WithoutPort(TakePart(origin)), host)) return true;
  }
  return false;
}

bool NamesSeveralHosts(std::string_view origin) {
  return Trim(origin).find_first_of(Separators) != std::string_view::npos;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
