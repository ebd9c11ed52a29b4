#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace Azure::Messaging::WebPubSub::Testing {

/// One WebSocket message.
struct WebSocketFrame {
  bool Binary = false;
  std::string Data;
};

/// The server refused the upgrade.
class WebSocketHandshakeError : public std::runtime_error {
 public:
  explicit WebSocketHandshakeError(int status)
      : std::runtime_error("the WebSocket handshake was refused with status " +
                           std::to_string(status)),
        status_(status) {}

  /// The HTTP status of the refusal.
  [[nodiscard]] int Status() const noexcept { return status_; }

 private:
  int status_;
};

/// A blocking WebSocket client for tests and samples. For one thread at a time.
class WebSocketClient {
 public:
  /// Connects and completes the WebSocket handshake.
  /// @param url `ws://` or `wss://`.
  /// @param subprotocol the subprotocols to offer. Empty: none.
  /// @param caFile the authorities to verify a certificate with. Empty: the system's.
  /// @throws WebSocketHandshakeError if the server refuses; std::runtime_error if it can't be
  /// reached.
  explicit WebSocketClient(const std::string& url, const std::string& subprotocol = {},
                           const std::string& caFile = {});
  /// Drops the connection, without a closing handshake, if it is still open.
  ~WebSocketClient();
  WebSocketClient(WebSocketClient&&) noexcept;
  WebSocketClient& operator=(WebSocketClient&&) noexcept;
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  void SendText(const std::string& text);
  void SendBinary(const std::string& bytes);

  /// The next message, or nothing if none arrives in time or the connection has ended.
  std::optional<WebSocketFrame> Receive(std::chrono::milliseconds timeout);

  /// Whether Receive has seen the end of the connection.
  [[nodiscard]] bool IsClosed() const;
  /// The server's close code, or nothing if it hasn't sent one.
  [[nodiscard]] std::optional<int> CloseCode() const;
  [[nodiscard]] std::string CloseReason() const;
  /// The subprotocol that the server chose. Empty: none.
  [[nodiscard]] std::string Subprotocol() const;

  /// Sends a close frame with this code and waits for the server's.
  void Close(int code = 1000);

  class Connection;

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
