#include "url/parsed_url.hpp"

#include <curl/curl.h>

#include <memory>
#include <new>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

/// A libcurl URL that frees itself.
class UrlHandle {
 public:
  UrlHandle() : url_(curl_url()) {
    if (!url_) throw std::bad_alloc();
  }

  /// Resolves a relative URL against the one that is set already. False if it isn't a URL.
  bool Set(const std::string& url, unsigned flags = 0) {
    if (url.find('\0') != std::string::npos) return false;  // libcurl would stop reading there
    return curl_url_set(url_.get(), CURLUPART_URL, url.c_str(), flags) == CURLUE_OK;
  }

  [[nodiscard]] std::optional<std::string> Get(CURLUPart part) const {
    char* text = nullptr;
    if (curl_url_get(url_.get(), part, &text, 0) != CURLUE_OK) return std::nullopt;
    return std::string(std::unique_ptr<char, FreeText>(text).get());
  }

 private:
  struct FreeUrl {
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
  };
  struct FreeText {
    void operator()(char* text) const noexcept { curl_free(text); }
  };

  std::unique_ptr<CURLU, FreeUrl> url_;
};

std::string_view Authority(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

// libcurl ignores an empty port ("http://host:/") and decodes a host, which then names another one.
bool IsAmbiguous(std::string_view authority) {
  return authority.find('%') != std::string_view::npos ||
         (!authority.empty() && authority.back() == ':');
}

}  // namespace

bool HasScheme(std::string_view text) {
  const std::string_view scheme = text.substr(0, text.find("://"));
  return !scheme.empty() && scheme.size() < text.size() && AllOf(scheme, [](char c) {
    return IsAlphanumeric(c) || c == '+' || c == '-' || c == '.';
  });
}

std::optional<ParsedUrl> ParseUrl(const std::string& url) {
  if (!AllOf(url, IsVisibleAscii) || !HasScheme(url) || IsAmbiguous(Authority(url))) {
    return std::nullopt;
  }
  UrlHandle handle;
  // Any scheme, so that the caller can name the ones it supports; the path stays as it is.
  if (!handle.Set(url, CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS)) return std::nullopt;

  ParsedUrl parsed;
  parsed.Scheme = ToLowerAscii(handle.Get(CURLUPART_SCHEME).value_or(std::string()));
  parsed.Host = ToLowerAscii(handle.Get(CURLUPART_HOST).value_or(std::string()));
  if (parsed.Scheme.empty() || parsed.Host.empty()) return std::nullopt;
  if (const auto port = handle.Get(CURLUPART_PORT)) {
    parsed.Port = static_cast<std::uint16_t>(std::stoul(*port));  // libcurl has checked its range
  }
  parsed.Path = handle.Get(CURLUPART_PATH).value_or("/");
  parsed.HasQuery = url.find('?') < url.find('#');
  parsed.HasFragment = url.find('#') != std::string::npos;
  parsed.HasUserInfo =
      handle.Get(CURLUPART_USER).has_value() || handle.Get(CURLUPART_PASSWORD).has_value();
  return parsed;
}

std::optional<std::string> ResolveUrl(const std::string& base, const std::string& link) {
  UrlHandle url;
  if (!url.Set(base) || !url.Set(link)) return std::nullopt;
  return url.Get(CURLUPART_URL);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
