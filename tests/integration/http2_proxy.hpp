#pragma once

#include <cstdint>
#include <string>

#include "support/server_process.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// nghttpx in front of a service, which speaks HTTP/2 over TLS with clients.
class Http2Proxy {
 public:
  /// Whether nghttpx is installed (Debian's package nghttp2-proxy).
  static bool IsInstalled();

  /// Returns once the proxy accepts connections.
  Http2Proxy(std::uint16_t servicePort, const std::string& certificateFile,
             const std::string& keyFile);

  [[nodiscard]] std::string Url() const { return "https://127.0.0.1:" + std::to_string(port_); }

 private:
  std::uint16_t port_;
  ServerProcess process_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
