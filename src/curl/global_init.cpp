#include "curl/global_init.hpp"

#include <curl/curl.h>

#include <new>

namespace Azure::Messaging::WebPubSub {

void InitialiseCurl() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (initialised != CURLE_OK) throw std::bad_alloc();
}

}  // namespace Azure::Messaging::WebPubSub
