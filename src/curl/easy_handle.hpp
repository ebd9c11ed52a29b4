#pragma once

#include <curl/curl.h>

#include <memory>
#include <new>

#include "curl/global_init.hpp"

namespace Azure::Messaging::WebPubSub {

struct FreeEasy {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
struct FreeShare {
  void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
};

using EasyHandle = std::unique_ptr<CURL, FreeEasy>;
using MultiHandle = std::unique_ptr<CURLM, FreeMulti>;
using ShareHandle = std::unique_ptr<CURLSH, FreeShare>;

inline EasyHandle MakeEasyHandle() {
  InitialiseCurl();
  EasyHandle easy(curl_easy_init());
  if (!easy) throw std::bad_alloc();
  return easy;
}

inline MultiHandle MakeMultiHandle() {
  InitialiseCurl();
  MultiHandle multi(curl_multi_init());
  if (!multi) throw std::bad_alloc();
  return multi;
}

inline ShareHandle MakeShareHandle() {
  InitialiseCurl();
  ShareHandle share(curl_share_init());
  if (!share) throw std::bad_alloc();
  return share;
}

}  // namespace Azure::Messaging::WebPubSub
