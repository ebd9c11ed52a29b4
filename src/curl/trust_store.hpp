#pragma once

#include <azure/messaging/webpubsub/transport_options.hpp>

#include <curl/curl.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>

struct x509_store_st;

namespace Azure::Messaging::WebPubSub::Detail {

/// The certificate authorities that a client trusts, parsed once and shared by its connections.
/// libcurl would parse the system's for each connection, which takes 20 ms. Used by many threads
/// at once.
class TrustStore {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// @param options name the authorities; those of libcurl where they name none.
  explicit TrustStore(const TransportOptions& options, Clock now = std::chrono::steady_clock::now);
  TrustStore(const TrustStore&) = delete;
  TrustStore& operator=(const TrustStore&) = delete;

  /// Makes a handle trust these authorities alone, those of an HTTPS proxy included. Without effect
  /// if libcurl's TLS library isn't the OpenSSL of this process, or if libcurl knows no
  /// authorities. This object must outlive the handle's connections.
  /// @return libcurl's first error.
  CURLcode Serve(CURL* easy);

  /// Whether files may be read during handshakes: those of a folder as they are required, or all,
  /// by a TLS library that isn't the OpenSSL of this process.
  [[nodiscard]] bool IsReadDuringHandshakes() const noexcept;
  /// What this process or machine was short of when the authorities were last read; no error if
  /// they could be.
  std::error_code Shortage();

 private:
  struct FreeStore {
    void operator()(x509_store_st* store) const noexcept;
  };
  using Store = std::unique_ptr<x509_store_st, FreeStore>;

  static CURLcode OnTlsContext(CURL* easy, void* context, void* self) noexcept;
  CURLcode HandOver(void* context);
  CURLcode Load();

  const std::string file_;
  const std::string folder_;
  const Clock now_;

  std::mutex mutex_;
  Store store_;
  std::chrono::steady_clock::time_point loaded_;
  std::error_code shortage_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
