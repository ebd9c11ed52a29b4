#include "curl/handles.hpp"

#include <new>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

template <class Handle>
Handle NotNull(Handle handle) {
  if (!handle) throw std::bad_alloc();
  return handle;
}

}  // namespace

void InitialiseCurl() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (initialised != CURLE_OK) throw std::bad_alloc();
}

EasyHandle MakeEasyHandle() {
  InitialiseCurl();
  return NotNull(EasyHandle(curl_easy_init()));
}

MultiHandle MakeMultiHandle() {
  InitialiseCurl();
  return NotNull(MultiHandle(curl_multi_init()));
}

ShareHandle MakeShareHandle() {
  InitialiseCurl();
  return NotNull(ShareHandle(curl_share_init()));
}

std::string CurlVersion() {
  return std::string("libcurl/") + curl_version_info(CURLVERSION_NOW)->version;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
