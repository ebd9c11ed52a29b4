#include "url/resolve_url.hpp"

#include "url/url_handle.hpp"

namespace Azure::Messaging::WebPubSub {

std::optional<std::string> ResolveUrl(const std::string& base, const std::string& link) {
  UrlHandle url;
  if (!url.Set(base) || !url.Set(link)) return std::nullopt;
  return url.Get(CURLUPART_URL);
}

}  // namespace Azure::Messaging::WebPubSub
