#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http_connection.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// A WebSocket message, a ping, or the response to one.
struct RecordedFrame {
  enum class Kind { Text, Binary, Ping, Pong } What = Kind::Text;
  std::string Data;
};

/// A WebSocket client like those of the recording, down to the bytes: it can send what is wrong,
/// and hangs up on text that is not UTF-8.
class RecordedClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  /// How the connection ended; the code is 1006 if nobody said good-bye.
  struct End {
    int Code = 1006;
    std::string Reason;
  };

  /// Asks for the upgrade.
  RecordedClient(std::uint16_t port, const std::string& target, const Headers& headers);

  /// To the upgrade: 101 if it was granted.
  [[nodiscard]] const HttpResponse& Response() const { return response_; }
  [[nodiscard]] const std::optional<End>& Ended() const { return end_; }

  void SendText(const std::string& text) { Send(0x1, text); }
  void SendBinary(const std::string& bytes) { Send(0x2, bytes); }
  void SendPing(const std::string& text) { Send(0x9, text); }
  void SendPong(const std::string& text) { Send(0xa, text); }
  /// Goes on to receive.
  void Close(int code, const std::string& reason);
  /// Without a word.
  void Cut() { connection_.reset(); }

  /// The next message; nothing if the connection has ended.
  std::optional<RecordedFrame> Receive();
  /// The messages up to one with this text in it, which is left out, or to the connection's end.
  std::vector<RecordedFrame> ReceiveUntil(const std::string& text);

 private:
  void Send(unsigned opcode, const std::string& payload);
  std::optional<RecordedFrame> Take(unsigned opcode, const std::string& payload);

  std::optional<HttpConnection> connection_;
  HttpResponse response_;
  std::optional<End> end_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
