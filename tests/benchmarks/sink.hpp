#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// A server that accepts every message with the least work possible: one thread, plain sockets, and
/// no parsing beyond where a request ends. It responds to a POST with 202, and to a GET with its
/// counts: `{"connections":1,"handshakes":0,"posts":2,"refused":0,"busiest":1}`, where the last one
/// is the most posts within 10 ms, once the first refused one may have come back.
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

  /// Makes the sink accept only so many posts in each second, from the first one on. It responds to
  /// the others with 429 and a `Retry-After` of a second.
  void Throttle(std::int64_t postsPerSecond) noexcept { postsPerSecond_ = postsPerSecond; }

  [[nodiscard]] int Port() const noexcept { return port_; }
  [[noreturn]] void Run();

 private:
  struct Connection;
  /// A response that waits. Its connection may be closed meanwhile, and its descriptor used again.
  struct Due {
    std::chrono::steady_clock::time_point When;
    int Socket;
    std::int64_t Connection;
    std::string_view Response;
  };
  /// Posts since a time.
  struct Window {
    /// @return how many there are in the window that the time is in, with one more.
    std::int64_t Add(std::chrono::steady_clock::time_point time);

    const std::chrono::milliseconds Length;
    std::chrono::steady_clock::time_point Begin;
    std::int64_t Posts = 0;
  };
  struct FreeContext {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
  };

  void Accept();
  void Serve(Connection& connection);
  void Accept(Connection& connection);  // a message
  void RespondToDue();
  /// For the next response that is due, or for something to read.
  void WaitUntilDue() const;
  /// Returns false once the connection is closed.
  bool Read(Connection& connection);
  static void Write(Connection& connection, std::string_view response);
  [[nodiscard]] std::string Counts() const;

  int listener_;
  int epoll_;
  int port_;
  bool silent_ = false;
  std::chrono::milliseconds delay_{0};
  std::int64_t postsPerSecond_ = std::numeric_limits<std::int64_t>::max();
  std::unique_ptr<SSL_CTX, FreeContext> tls_;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;
  /// In the order of their times.
  std::deque<Due> due_;
  std::int64_t accepted_ = 0;
  std::int64_t posts_ = 0;
  std::int64_t refused_ = 0;
  std::int64_t busiest_ = 0;
  std::chrono::steady_clock::time_point retriesBegin_ =
      std::chrono::steady_clock::time_point::max();
  Window second_{std::chrono::seconds(1), {}};
  Window moment_{std::chrono::milliseconds(10), {}};
};

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
