#include "http2_connection.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

// RFC 9113, section 6.
constexpr std::uint8_t Data = 0;
constexpr std::uint8_t Headers = 1;
constexpr std::uint8_t RstStream = 3;
constexpr std::uint8_t Settings = 4;
constexpr std::uint8_t Ping = 6;
constexpr std::uint8_t GoAwayFrame = 7;
constexpr std::uint8_t WindowUpdate = 8;

constexpr std::uint8_t EndStream = 1;
constexpr std::uint8_t Acknowledgement = 1;
constexpr std::uint8_t EndHeaders = 4;

constexpr std::size_t PrefaceSize = 24;
constexpr std::size_t FrameHeadSize = 9;
constexpr int Disconnected = -1;

std::uint32_t ToNumber(const std::string& bytes) {
  std::uint32_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

std::string ToBytes(std::uint32_t number) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}

// RFC 7541, section 6.2.2: the status, as a literal behind the name that the static table has at 8.
std::string HeaderBlock(int status) { return "\x08\x03" + std::to_string(status); }

}  // namespace

Http2Connection::Http2Connection(ScriptedConnection& connection) : connection_(connection) {
  connection_.ReadBytes(PrefaceSize);
  WriteFrame(Settings, 0, 0, "");
}

std::uint32_t Http2Connection::ReadHead() {
  while (true) {
    const int type = ReadFrame();
    if (type == Disconnected) return 0;
    if (type == Headers) return lastStream_;
  }
}

void Http2Connection::ReadSomeOfTheBody() {
  int type = ReadFrame();
  while (type != Disconnected && type != Data) type = ReadFrame();
}

bool Http2Connection::ReadBody(std::uint32_t stream) {
  while (!requests_[stream].IsWhole) {
    if (ReadFrame() == Disconnected) return false;
  }
  connection_.Record(requests_[stream].Body);
  requests_.erase(stream);
  return true;
}

void Http2Connection::WriteHead(std::uint32_t stream, int status, StreamEnds ends) {
  const auto flags = ends == StreamEnds::Yes ? EndHeaders | EndStream : EndHeaders;
  WriteFrame(Headers, static_cast<std::uint8_t>(flags), stream, HeaderBlock(status));
}

void Http2Connection::WriteBody(std::uint32_t stream, const std::string& piece, StreamEnds ends) {
  WriteFrame(Data, ends == StreamEnds::Yes ? EndStream : 0, stream, piece);
}

void Http2Connection::Reset(std::uint32_t stream, Http2Error error) {
  WriteFrame(RstStream, 0, stream, ToBytes(static_cast<std::uint32_t>(error)));
}

void Http2Connection::GoAway(std::uint32_t last, Http2Error error) {
  WriteFrame(GoAwayFrame, 0, 0, ToBytes(last) + ToBytes(static_cast<std::uint32_t>(error)));
}

void Http2Connection::AskForLife() { WriteFrame(Ping, 0, 0, "12345678"); }

void Http2Connection::End() {
  connection_.EndTls();
  connection_.Close();
}

void Http2Connection::Cut() { connection_.Close(); }

void Http2Connection::Abort() {
  connection_.Reset();
  isAborted_ = true;
}

int Http2Connection::ReadFrame() {
  if (isAborted_) return Disconnected;
  const std::string head = connection_.ReadBytes(FrameHeadSize);
  if (head.empty()) return Disconnected;
  const std::uint32_t size = ToNumber(head.substr(0, 3));
  const std::string payload = connection_.ReadBytes(size);
  if (payload.size() < size) return Disconnected;
  const auto type = static_cast<std::uint8_t>(head[3]);
  const auto flags = static_cast<std::uint8_t>(head[4]);
  const std::uint32_t stream = ToNumber(head.substr(5)) & 0x7fffffff;
  if (type == Headers || type == Data) {
    if (type == Headers) lastStream_ = stream;
    Request& request = requests_[stream];
    request.IsWhole = (flags & EndStream) != 0;
    if (type == Data) request.Body += payload;
  }
  if (type == Data && size > 0) {
    for (const std::uint32_t window : {0U, stream}) {
      WriteFrame(WindowUpdate, 0, window, ToBytes(size));
    }
  }
  if (type == Settings && flags != Acknowledgement) WriteFrame(Settings, Acknowledgement, 0, "");
  if (type == Ping && flags != Acknowledgement) WriteFrame(Ping, Acknowledgement, 0, payload);
  return type;
}

void Http2Connection::WriteFrame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                                 const std::string& payload) {
  connection_.Write(ToBytes(static_cast<std::uint32_t>(payload.size())).substr(1) +
                    static_cast<char>(type) + static_cast<char>(flags) + ToBytes(stream) + payload);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
