#pragma once

#include <azure/messaging/webpubsub/errors.hpp>

#include <curl/curl.h>

#include <new>
#include <string>

namespace Azure::Messaging::WebPubSub {

/// Sets an option of an easy handle.
template <class Value>
void SetOption(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) {
    throw TransportException(TransportError::Other,
                             std::string("libcurl refuses an option: ") + curl_easy_strerror(code),
                             false, 1);
  }
}

}  // namespace Azure::Messaging::WebPubSub
