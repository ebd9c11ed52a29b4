#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace Azure::Messaging::WebPubSub::Testing {

/// A reverse proxy on this machine: hands requests for `/awps/…` on to a service, which sees its
/// own host in them. Serves one connection, on a thread of its own.
class ReverseProxy {
 public:
  /// @param servicePort where the service listens on 127.0.0.1.
  explicit ReverseProxy(std::uint16_t servicePort);
  /// Waits for the connection's end.
  ~ReverseProxy();
  ReverseProxy(const ReverseProxy&) = delete;
  ReverseProxy& operator=(const ReverseProxy&) = delete;

  [[nodiscard]] std::string Url() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
