#include "curl/idle_connections.hpp"

#include <algorithm>
#include <new>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

curl_socket_t OpenNone(void*, curlsocktype, curl_sockaddr*) noexcept { return CURL_SOCKET_BAD; }

}  // namespace

// Nothing is sent to that address. It needs no resolution. libcurl counts whole seconds, and takes
// a connection for too old a second later.
IdleConnections::IdleConnections(std::chrono::seconds lifetime) : easy_(MakeEasyHandle()) {
  const CURLcode code =
      EasyOptions(easy_.get())
          .Set(CURLOPT_URL, "http://127.0.0.1/")
          .Set(CURLOPT_PROXY, "")
          .Set(CURLOPT_NOSIGNAL, 1L)
          .Set(CURLOPT_MAXLIFETIME_CONN,
               ToLong(std::max(lifetime.count() - 1, decltype(lifetime.count()){1})))
          .Set(CURLOPT_OPENSOCKETFUNCTION, &OpenNone)
          .Code();
  if (code != CURLE_OK) throw std::bad_alloc();
}

void IdleConnections::CloseUnusable(CURLM* multi) noexcept {
  if (curl_multi_add_handle(multi, easy_.get()) != CURLM_OK) return;  // looks the next time
  int running = 0;
  curl_multi_perform(multi, &running);
  curl_multi_remove_handle(multi, easy_.get());
}

}  // namespace Azure::Messaging::WebPubSub::Detail
