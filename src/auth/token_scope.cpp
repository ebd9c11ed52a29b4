#include "auth/token_scope.hpp"

#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Without the port, and without the dot that ends a fully qualified name. An IPv6 address is cut to
// what no cloud ends with.
std::string_view HostName(std::string_view authority) {
  authority = authority.substr(0, authority.find(':'));
  if (!authority.empty() && authority.back() == '.') authority.remove_suffix(1);
  return authority;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

std::string ScopeOf(const Endpoint& service) {
  const std::string_view host = HostName(service.Authority);
  for (const std::string_view cloud : {".azure.cn", ".azure.us"}) {
    if (EndsWith(host, cloud)) {
      return std::string("https://webpubsub").append(cloud).append("/.default");
    }
  }
  return "https://webpubsub.azure.com/.default";
}

}  // namespace Azure::Messaging::WebPubSub::Detail
