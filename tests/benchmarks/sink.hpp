#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// A server that takes every message at once, for as little time as it can: one thread, plain
/// sockets, no look at anything but where a request ends. A POST is answered with 202, a GET with
/// what was counted: `{"connections":1,"handshakes":0,"posts":2}`.
class Sink {
 public:
  /// Listens on a free port of this machine only.
  Sink();
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  /// Speaks TLS from now on.
  void UseTls(const std::string& certificateFile, const std::string& keyFile);
  /// Responses no POST from now on.
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
  /// False once the connection is closed.
  bool Read(Connection& connection);
  void Response(Connection& connection, bool isPost);
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
