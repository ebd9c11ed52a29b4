#include "curl/handles.hpp"

#include <cerrno>
#include <new>
#include <system_error>

#include "http/checked_library_use.hpp"
#include "runtime/platform.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

template <class Handle, class Make>
Handle MakeHandle(Make make) {
  InitialiseCurl();
  const CheckedLibraryUse use;
  return Handle(make());
}

template <class Handle>
Handle NotNull(Handle handle) {
  if (!handle) throw std::bad_alloc();
  return handle;
}

}  // namespace

void FreeEasy::operator()(CURL* easy) const noexcept {
  FreeUnlessTooLate(easy, &curl_easy_cleanup);
}

void FreeMulti::operator()(CURLM* multi) const noexcept {
  FreeUnlessTooLate(multi, &curl_multi_cleanup);
}

void FreeShare::operator()(CURLSH* share) const noexcept {
  FreeUnlessTooLate(share, &curl_share_cleanup);
}

void InitialiseCurl() {
  ProcessExit::WatchMainThread();
  const CheckedLibraryUse use;
  static const CURLcode initialised = [] {
    const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    ProcessExit::AddHandler();
    return code;
  }();
  if (initialised != CURLE_OK) throw std::bad_alloc();
}

EasyHandle MakeEasyHandle() { return NotNull(MakeHandle<EasyHandle>(&curl_easy_init)); }

MultiHandle MakeMultiHandle() {
  errno = 0;
  auto multi = MakeHandle<MultiHandle>(&curl_multi_init);
  const std::error_code error(errno != 0 ? errno : ENOMEM, std::generic_category());
  // Without a free descriptor libcurl makes one that nothing can wake, or none from 8.20 on.
  if (!multi || curl_multi_wakeup(multi.get()) != CURLM_OK) {
    throw std::system_error(error, "libcurl makes no handle that can be woken" + NameOf(error));
  }
  // CURLMOPT_QUICK_EXIT, of 8.20: a multi handle doesn't wait for the threads that resolve names.
  // Earlier versions, whose easy handles have that option, don't know this one.
  curl_multi_setopt(multi.get(), static_cast<CURLMoption>(21), 1L);
  return multi;
}

ShareHandle MakeShareHandle() { return NotNull(MakeHandle<ShareHandle>(&curl_share_init)); }

bool RetireConnections(CURLM* multi) noexcept {
  // CURLMOPT_NETWORK_CHANGED with CURLMNWC_CLEAR_CONNS: the library may be newer than its headers.
  return curl_multi_setopt(multi, static_cast<CURLMoption>(17), 2L) == CURLM_OK;
}

bool CanConnectToHttpsProxies() noexcept {
  return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTPS_PROXY) != 0;
}

std::string CurlVersion() {
  return std::string("libcurl/") + curl_version_info(CURLVERSION_NOW)->version;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
