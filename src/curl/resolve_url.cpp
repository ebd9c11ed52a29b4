#include "curl/resolve_url.hpp"

#include <curl/curl.h>

#include <memory>

namespace Azure::Messaging::WebPubSub {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const noexcept { curl_free(text); }
};

}  // namespace

std::optional<std::string> ResolveUrl(const std::string& base, const std::string& link) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (!url) throw std::bad_alloc();
  // libcurl resolves a URL that is set over another one.
  if (curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, link.c_str(), 0) != CURLUE_OK) {
    return std::nullopt;
  }
  char* text = nullptr;
  if (curl_url_get(url.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) return std::nullopt;
  return std::string(std::unique_ptr<char, FreeText>(text).get());
}

}  // namespace Azure::Messaging::WebPubSub
