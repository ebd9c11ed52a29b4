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

/// Calls a service, over sockets, for its hub "chat".
class ServiceClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit ServiceClient(const Service& service) : ServiceClient(service.Port()) {}
  /// @param port of a service on this machine, with the default key.
  explicit ServiceClient(std::uint16_t port) : port_(port) {}

  /// A request's text, with a good token.
  [[nodiscard]] std::string Request(const std::string& method, const std::string& target,
                                    const std::string& body = {},
                                    const Headers& headers = {}) const;
  /// Sends a request on a connection of its own; the status, 0 if there is no response.
  [[nodiscard]] int Call(const std::string& method, const std::string& target,
                         const std::string& body = {}, const Headers& headers = {}) const;
  [[nodiscard]] HttpResponse Get(const std::string& target, const Headers& headers = {}) const;
  /// Sends a text message.
  [[nodiscard]] int SendText(const std::string& path, const std::string& text) const {
    return Call("POST", "/api/hubs/chat" + path, text, {{"Content-Type", "text/plain"}});
  }

  /// A client's URL.
  /// @param claims more members of its token, such as `"sub":"ann"`.
  [[nodiscard]] std::string ClientUrl(const std::string& claims = {}) const;
  [[nodiscard]] std::string Host() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  [[nodiscard]] std::string Token(const std::string& path, const std::string& claims) const;

  std::uint16_t port_;
};

/// The next message; empty, with a failure of the test, if there is none.
std::string Next(WebSocketClient& client);
/// The close code after the messages that may still come; 0 if the connection was cut.
int CloseCodeOf(WebSocketClient& client);
/// A member of a JSON message, a text.
std::string Member(const std::string& frame, const std::string& name);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
