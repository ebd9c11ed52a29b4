#pragma once

#include <curl/curl.h>

#include <string_view>

namespace Azure::Messaging::WebPubSub::Testing {

/// Whether libcurl uses GnuTLS, which reports some failures otherwise than OpenSSL does.
inline bool UsesGnuTls() {
  const char* const library = curl_version_info(CURLVERSION_NOW)->ssl_version;
  return library != nullptr && std::string_view(library).substr(0, 6) == "GnuTLS";
}

}  // namespace Azure::Messaging::WebPubSub::Testing
