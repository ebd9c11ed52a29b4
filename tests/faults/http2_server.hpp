#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "http2_connection.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// What a server does with a request over HTTP/2 whose head it has read.
using Http2Play = std::function<void(Http2Connection& connection, std::uint32_t stream)>;

/// A server that offers HTTP/2 and HTTP/1.1, has a fault with its first requests over HTTP/2, and
/// accepts all others with a 202.
class Http2Server {
 public:
  /// @param faults how many requests over HTTP/2 get `fault`.
  /// @param goodBefore how many get a 202 before these.
  Http2Server(Http2Play fault, int faults, int goodBefore);

  [[nodiscard]] std::string Url() const { return server_.Url(); }
  [[nodiscard]] static std::string CaFile();
  /// The requests over HTTP/2 that have begun.
  [[nodiscard]] int Heads() const { return heads_; }
  /// The requests that were accepted, over HTTP/2 and over HTTP/1.1.
  [[nodiscard]] int Accepted() const { return accepted_; }
  [[nodiscard]] int AcceptedOverHttp1() const { return acceptedOverHttp1_; }
  [[nodiscard]] int Connections() const { return server_.Connections(); }

 private:
  void Serve(ScriptedConnection& connection);
  void ServeHttp1(ScriptedConnection& connection);

  const Http2Play fault_;
  std::atomic<int> faultsLeft_;
  std::atomic<int> goodBefore_;
  std::atomic<int> heads_{0};
  std::atomic<int> accepted_{0};
  std::atomic<int> acceptedOverHttp1_{0};
  ScriptedServer server_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
