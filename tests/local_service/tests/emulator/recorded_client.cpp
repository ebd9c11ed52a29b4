#include "recorded_client.hpp"

#include <nlohmann/json.hpp>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

enum Opcode : unsigned {
  Text = 0x1,
  Binary = 0x2,
  CloseFrame = 0x8,
  PingFrame = 0x9,
  PongFrame = 0xa
};

std::string BigEndian(std::uint64_t number, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(number >> shift & 0xff);
  }
  return text;
}

std::uint64_t ReadBigEndian(const std::string& bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

bool IsUtf8(const std::string& text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace

RecordedClient::RecordedClient(std::uint16_t port, const std::string& target,
                               const Headers& headers)
    : connection_(port) {
  std::string request = "GET " + target + " HTTP/1.1\r\nConnection: Upgrade\r\n" +
                        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  connection_->Send(request + "\r\n");
  response_ = connection_->Receive().value_or(HttpResponse());
}

void RecordedClient::Send(unsigned opcode, const std::string& payload) {
  std::string frame(1, static_cast<char>(0x80 | opcode));
  const std::size_t size = payload.size();
  if (size < 126) {
    frame += static_cast<char>(0x80 | size);
  } else if (size < 65536) {
    frame += static_cast<char>(0x80 | 126);
    frame += BigEndian(size, 2);
  } else {
    frame += static_cast<char>(0x80 | 127);
    frame += BigEndian(size, 8);
  }
  // A mask of zeros leaves the bytes as they are.
  connection_->Send(frame + std::string(4, '\0') + payload);
}

void RecordedClient::Close(int code, const std::string& reason) {
  Send(CloseFrame, BigEndian(static_cast<std::uint64_t>(code), 2) + reason);
}

std::optional<RecordedFrame> RecordedClient::Receive() {
  while (!end_) {
    const auto head = connection_->Read(2);
    std::uint64_t size = head ? static_cast<unsigned char>((*head)[1]) : 0;
    const int more = size == 126 ? 2 : size == 127 ? 8 : 0;
    const auto length = connection_->Read(static_cast<std::size_t>(more));
    if (more != 0 && length) size = ReadBigEndian(*length);
    const auto payload = connection_->Read(static_cast<std::size_t>(size));
    if (!head || !length || !payload) {
      end_ = End();
      break;
    }
    if (auto frame = Take(static_cast<unsigned char>((*head)[0]) & 0xf, *payload)) return frame;
  }
  return std::nullopt;
}

std::optional<RecordedFrame> RecordedClient::Take(unsigned opcode, const std::string& payload) {
  switch (opcode) {
    case Text:
      if (IsUtf8(payload)) return RecordedFrame{RecordedFrame::Kind::Text, payload};
      end_ = End();
      Abort();
      return std::nullopt;
    case Binary:
      return RecordedFrame{RecordedFrame::Kind::Binary, payload};
    case PingFrame:
      return RecordedFrame{RecordedFrame::Kind::Ping, payload};
    case PongFrame:
      return RecordedFrame{RecordedFrame::Kind::Pong, payload};
    case CloseFrame:
      end_ = End{payload.size() < 2 ? 1005 : static_cast<int>(ReadBigEndian(payload.substr(0, 2))),
                 payload.size() < 2 ? std::string() : payload.substr(2)};
      Send(CloseFrame, payload);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::vector<RecordedFrame> RecordedClient::ReceiveUntil(const std::string& text) {
  std::vector<RecordedFrame> frames;
  while (auto frame = Receive()) {
    if (frame->Data.find(text) != std::string::npos) break;
    frames.push_back(*std::move(frame));
  }
  return frames;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
