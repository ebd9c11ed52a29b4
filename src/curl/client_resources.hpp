#pragma once

#include <azure/messaging/webpubsub/transport_options.hpp>

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <mutex>

#include "curl/handles.hpp"
#include "curl/http1_hosts.hpp"
#include "curl/resolutions.hpp"
#include "curl/trust_store.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What all transfers of a client share, in both forms: the options, the authorities, the addresses
/// of hosts, and the TLS sessions, so that a new connection resumes one, whichever handle opened
/// it. Used by many threads at once.
class ClientResources {
 public:
  explicit ClientResources(const TransportOptions& options);
  ClientResources(const ClientResources&) = delete;
  ClientResources& operator=(const ClientResources&) = delete;

  /// Makes a handle use what is shared. This object must outlive the handle's connections.
  /// @return libcurl's first error.
  CURLcode Serve(CURL* easy);

  const TransportOptions Options;
  const std::size_t MaxConnections;
  Detail::Resolutions Resolutions;
  Detail::Http1Hosts Http1Hosts;
  TrustStore Authorities;

 private:
  static void Lock(CURL* easy, curl_lock_data data, curl_lock_access access, void* self) noexcept;
  static void Unlock(CURL* easy, curl_lock_data data, void* self) noexcept;

  std::array<std::mutex, CURL_LOCK_DATA_LAST> mutexes_;
  ShareHandle share_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
