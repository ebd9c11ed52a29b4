#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {

/// The header fields of one request after another, as the list of lines that libcurl takes. It is
/// laid out in one piece of memory, where curl_slist_append would need two for each line.
class HeaderLines {
 public:
  /// @return the lines, with those that keep libcurl from adding fields of its own. Valid until the
  ///   next call.
  curl_slist* Write(const HttpRequest& request);
  /// The bytes that the lines take at most.
  [[nodiscard]] std::size_t Size() const noexcept { return text_.size(); }

 private:
  std::string text_;  // each line with a NUL at its end
  std::vector<curl_slist> lines_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
