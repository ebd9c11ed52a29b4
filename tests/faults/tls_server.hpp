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
  /// The newest version of TLS that it speaks, as OpenSSL numbers them; 0: the newest there is.
  int NewestVersion = 0;
  /// Whose clients' certificates it demands; empty: none are.
  std::string ClientCaFile;
  /// Resets the connection when the next request comes after so many answers; 0: never.
  int ResetsAfter = 0;
  /// Resets the connection after the first bytes of a request.
  bool ResetsDuringRequest = false;
};

/// A TLS server that answers each request with 202. One connection at a time.
class TlsServer {
 public:
  explicit TlsServer(TlsServerOptions options);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  /// `https://127.0.0.1:<port>`
  [[nodiscard]] std::string Url() const;
  [[nodiscard]] int Requests() const { return requests_; }
  /// The version of TLS of each handshake that succeeded, and the name in the client's certificate.
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
