#include "curl/curl_version.hpp"

#include <curl/curl.h>

namespace Azure::Messaging::WebPubSub {

std::string CurlVersion() {
  return std::string("libcurl/") + curl_version_info(CURLVERSION_NOW)->version;
}

}  // namespace Azure::Messaging::WebPubSub
