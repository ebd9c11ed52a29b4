#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http_connection.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// A WebSocket message, a ping or a pong.
struct RecordedFrame {
  enum class Kind { Text, Binary, Ping, Pong } Type = Kind::Text;
  std::string Data;
};

/// A WebSocket client that behaves like those in the recording, byte for byte: it can send invalid
/// frames, and it disconnects when it receives text that is not valid UTF-8.
class RecordedClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  /// How the connection ended. The code is 1006 if there was no close frame.
  struct End {
    int Code = 1006;
    std::string Reason;
  };

  /// Connects and requests the upgrade.
  RecordedClient(std::uint16_t port, const std::string& target, const Headers& headers);

  /// The response to the upgrade request; its status is 101 if the service accepted it.
  [[nodiscard]] const HttpResponse& Response() const { return response_; }
  [[nodiscard]] const std::optional<End>& Ended() const { return end_; }

  void SendText(const std::string& text) { Send(0x1, text); }
  void SendBinary(const std::string& bytes) { Send(0x2, bytes); }
  void SendPing(const std::string& text) { Send(0x9, text); }
  void SendPong(const std::string& text) { Send(0xa, text); }
  /// Sends a close frame. The client can still receive.
  void Close(int code, const std::string& reason);
  /// Closes the TCP connection without a close frame.
  void Abort() { connection_.reset(); }

  /// The next message; nothing if the connection has ended.
  std::optional<RecordedFrame> Receive();
  /// The messages before the first one that contains a text, or before the end of the connection.
  std::vector<RecordedFrame> ReceiveUntil(const std::string& text);

 private:
  void Send(unsigned opcode, const std::string& payload);
  std::optional<RecordedFrame> Take(unsigned opcode, const std::string& payload);

  std::optional<HttpConnection> connection_;
  HttpResponse response_;
  std::optional<End> end_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
