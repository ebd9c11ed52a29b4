#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
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
  /// Makes the sink wait before each response to a POST, as if it were far away.
  void Delay(std::chrono::milliseconds delay) noexcept { delay_ = delay; }

  [[nodiscard]] int Port() const noexcept { return port_; }
  [[noreturn]] void Run();

 private:
  struct Connection;
  /// A response that waits. Its connection may be closed meanwhile, and its descriptor used again.
  struct Due {
    std::chrono::steady_clock::time_point When;
    int Socket;
    std::int64_t Connection;
  };
  struct FreeContext {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
  };

  void Accept();
  void Serve(Connection& connection);
  void Accept(Connection& connection);  // a message
  void RespondToDue();
  /// How long until the next response is due, for epoll: -1 for ever.
  [[nodiscard]] int UntilDue() const;
  /// Returns false once the connection is closed.
  bool Read(Connection& connection);
  static void Write(Connection& connection, std::string_view response);
  [[nodiscard]] std::string Counts() const;

  int listener_;
  int epoll_;
  int port_;
  bool silent_ = false;
  std::chrono::milliseconds delay_{0};
  std::unique_ptr<SSL_CTX, FreeContext> tls_;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;
  /// In the order of their times.
  std::deque<Due> due_;
  std::int64_t accepted_ = 0;
  std::int64_t posts_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
