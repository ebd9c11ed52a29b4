#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <curl/curl.h>

#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// A request's headers as libcurl takes them: a list whose lines lie in one piece of memory, where
/// curl_slist_append would make two for each.
class HeaderList {
 public:
  explicit HeaderList(const HttpHeaders& headers);
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;

  /// Valid as long as this object.
  [[nodiscard]] curl_slist* Get() noexcept { return lines_.data(); }

 private:
  std::string text_;  // the lines, each with a NUL at its end
  std::vector<curl_slist> lines_;
};

}  // namespace Azure::Messaging::WebPubSub
