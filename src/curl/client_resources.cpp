#include "curl/client_resources.hpp"

#include "curl/transport_options.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

ClientResources::ClientResources(const TransportOptions& options)
    : Options(options),
      MaxConnections(MaxConnectionsOf(options)),
      Authorities(options),
      share_(MakeShareHandle()) {
  curl_share_setopt(share_.get(), CURLSHOPT_LOCKFUNC, &ClientResources::Lock);
  curl_share_setopt(share_.get(), CURLSHOPT_UNLOCKFUNC, &ClientResources::Unlock);
  curl_share_setopt(share_.get(), CURLSHOPT_USERDATA, this);
  curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

CURLcode ClientResources::Serve(CURL* easy) {
  const CURLcode code = Authorities.Serve(easy);
  return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_SHARE, share_.get()) : code;
}

void ClientResources::Lock(CURL* /*easy*/, curl_lock_data data, curl_lock_access /*access*/,
                           void* self) noexcept {
  static_cast<ClientResources*>(self)->mutexes_.at(data).lock();
}

void ClientResources::Unlock(CURL* /*easy*/, curl_lock_data data, void* self) noexcept {
  static_cast<ClientResources*>(self)->mutexes_.at(data).unlock();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
