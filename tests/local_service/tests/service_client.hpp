#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "http_connection.hpp"
#include "local_service/client_protocol.hpp"
#include "local_service/service.hpp"
#include "support/websocket_client.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

using WebPubSub::Testing::WebSocketClient;

constexpr std::chrono::seconds Patience{20};

/// Calls the hub "chat" of a service over sockets.
class ServiceClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit ServiceClient(const Service& service) : ServiceClient(service.Port()) {}
  /// @param port the port of a service on this machine with the default key.
  explicit ServiceClient(std::uint16_t port) : port_(port) {}

  /// The bytes of a request with a valid token.
  [[nodiscard]] std::string Request(const std::string& method, const std::string& target,
                                    const std::string& body = {},
                                    const Headers& headers = {}) const;
  /// Sends a request on a new connection, and returns the status; 0 if there is no response.
  [[nodiscard]] int Call(const std::string& method, const std::string& target,
                         const std::string& body = {}, const Headers& headers = {}) const;
  [[nodiscard]] HttpResponse Get(const std::string& target, const Headers& headers = {}) const;
  /// Sends a text message, and returns the status.
  [[nodiscard]] int SendText(const std::string& path, const std::string& text) const {
    return Call("POST", "/api/hubs/chat" + path, text, {{"Content-Type", "text/plain"}});
  }

  /// The URL for a WebSocket client, with a valid token.
  /// @param claims additional members of the token's payload, such as `"sub":"ann"`.
  [[nodiscard]] std::string ClientUrl(const std::string& claims = {}) const;
  [[nodiscard]] std::string Host() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  [[nodiscard]] std::string Token(const std::string& path, const std::string& claims) const;

  std::uint16_t port_;
};

/// The port in the connection string of a service on 127.0.0.1; 0 if there is none.
std::uint16_t PortIn(const std::string& connectionString);
/// The next message. If there is none, the test fails, and the result is empty.
std::string Next(WebSocketClient& client);
/// Skips the remaining messages, and returns the close code; 0 if the connection ended without one.
int CloseCodeOf(WebSocketClient& client);
/// A text member of a JSON message.
std::string Member(const std::string& frame, const std::string& name);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
