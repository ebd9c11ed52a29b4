#pragma once

#include <atomic>
#include <string>

#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// A server that responds as the service does to most requests, and to the others with a reset, a
/// half of the response, bytes that are no HTTP, a refusal, or late.
class BrokenServer {
 public:
  /// @param tls speaks TLS, with the certificate of CaFile().
  BrokenServer(unsigned seed, bool tls);

  [[nodiscard]] std::string Url() const { return server_.Url(); }
  /// Empty without TLS.
  [[nodiscard]] std::string CaFile() const;

 private:
  void Serve(ScriptedConnection& connection);

  std::atomic<unsigned> seed_;
  const bool tls_;
  ScriptedServer server_;  // last: its threads use the other members
};

}  // namespace Azure::Messaging::WebPubSub::Testing
