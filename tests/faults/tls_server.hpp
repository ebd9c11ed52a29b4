#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// How a TlsServer behaves.
struct TlsServerOptions {
  TlsServerOptions() {}

  std::string CertificateFile;
  std::string KeyFile;
  /// The newest version of TLS that it supports, as an OpenSSL constant. 0: OpenSSL's newest.
  int NewestVersion = 0;
  /// The authority whose client certificates it requires. Empty: it requires none.
  std::string ClientCaFile;
  /// Resets the connection when a request arrives after this many responses. 0: never.
  int ResetsAfter = 0;
  /// Resets the connection after the first bytes of a request.
  bool ResetsDuringRequest = false;
};

/// A TLS server that responds to each request with 202. It serves one connection at a time.
class TlsServer {
 public:
  explicit TlsServer(TlsServerOptions options);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  /// `https://127.0.0.1:<port>`
  [[nodiscard]] std::string Url() const;
  [[nodiscard]] int Requests() const { return requests_; }
  /// The TLS version of each successful handshake, followed by the name in the client's
  /// certificate.
  [[nodiscard]] std::vector<std::string> Handshakes() const;

 private:
  void Accept();
  void Serve(int socket);

  const TlsServerOptions options_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> requests_{0};
  std::atomic<int> open_{-1};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> handshakes_;
  std::thread acceptor_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
