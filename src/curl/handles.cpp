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
  auto multi = NotNull(MultiHandle(curl_multi_init()));
  // CURLMOPT_QUICK_EXIT, of 8.20: a multi handle doesn't wait for the threads that resolve names.
  // Earlier versions, whose easy handles have that option, don't know this one.
  curl_multi_setopt(multi.get(), static_cast<CURLMoption>(21), 1L);
  return multi;
}

ShareHandle MakeShareHandle() {
  InitialiseCurl();
  return NotNull(ShareHandle(curl_share_init()));
}

std::string CurlVersion() {
  return std::string("libcurl/") + curl_version_info(CURLVERSION_NOW)->version;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
