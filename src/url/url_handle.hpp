#pragma once

#include <curl/curl.h>

#include <memory>
#include <new>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub {

/// A libcurl URL that frees itself.
class UrlHandle {
 public:
  UrlHandle() : url_(curl_url()) {
    if (!url_) throw std::bad_alloc();
  }

  /// Over a URL that is set already, a relative one is resolved. False if it makes no sense.
  bool Set(const std::string& url, unsigned flags = 0) {
    if (url.find('\0') != std::string::npos) return false;  // where libcurl would stop reading
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

}  // namespace Azure::Messaging::WebPubSub
