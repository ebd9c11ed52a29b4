#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// A server that accepts every message with the least work possible: one thread, plain sockets, and
/// no parsing beyond where a request ends. It responds to a POST with 202, and to a GET with its
/// counts: `{"connections":1,"handshakes":0,"posts":2}`.
class Sink {
 public:
  /// Listens on a free port on loopback.
  Sink();
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  /// Makes all later connections use TLS.
  void UseTls(const std::string& certificateFile, const std::string& keyFile);
  /// Makes the sink send no response to a POST.
  void KeepSilent() noexcept { silent_ = true; }

  [[nodiscard]] int Port() const noexcept { return port_; }
  [[noreturn]] void Run();

 private:
  struct Connection;
  struct FreeContext {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
  };

  void Accept();
  void Serve(Connection& connection);
  /// Returns false once the connection is closed.
  bool Read(Connection& connection);
  void Respond(Connection& connection, bool isPost);
  [[nodiscard]] std::string Counts() const;

  int listener_;
  int epoll_;
  int port_;
  bool silent_ = false;
  std::unique_ptr<SSL_CTX, FreeContext> tls_;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;
  std::int64_t accepted_ = 0;
  std::int64_t posts_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
