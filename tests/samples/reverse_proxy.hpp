#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace Azure::Messaging::WebPubSub::Testing {

/// A reverse proxy on loopback. It forwards requests for `/awps/…` to a service, with the service's
/// own host in them. It serves one connection, on a separate thread.
class ReverseProxy {
 public:
  /// @param servicePort the port of the service on 127.0.0.1.
  explicit ReverseProxy(std::uint16_t servicePort);
  /// Waits until the connection has ended.
  ~ReverseProxy();
  ReverseProxy(const ReverseProxy&) = delete;
  ReverseProxy& operator=(const ReverseProxy&) = delete;

  [[nodiscard]] std::string Url() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
