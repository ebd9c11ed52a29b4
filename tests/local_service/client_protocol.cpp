#include "local_service/client_protocol.hpp"

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

std::string QuoteOrNull(const std::optional<std::string>& text) {
  return text ? QuoteJson(*text) : "null";
}

std::string EncodeData(const Message& message) {
  switch (message.Type) {
    case DataType::Text:
      return R"("dataType":"text","data":)" + QuoteJson(message.Data);
    case DataType::Json:
      return R"("dataType":"json","data":)" + message.Data;
    case DataType::Binary:
      return R"("dataType":"binary","data":")" + EncodeBase64(message.Data) + '"';
    case DataType::Protobuf:
      return R"("dataType":"protobuf","data":")" + EncodeBase64(message.Data) + '"';
  }
  return {};
}

std::string EncodeJson(const Message& message) {
  std::string frame = R"({"type":"message",)";
  if (message.Group) {
    frame += R"("from":"group","group":)" + QuoteJson(*message.Group) + R"(,"fromUserId":)" +
             QuoteOrNull(message.FromUser) + ',';
  } else {
    frame += R"("from":"server",)";
  }
  frame += EncodeData(message);
  if (!message.Metadata.empty()) {
    char separator = '{';
    frame += R"(,"metadata":)";
    for (const auto& [name, value] : message.Metadata) {
      frame += separator + QuoteJson(name) + ':' + QuoteJson(value);
      separator = ',';
    }
    frame += '}';
  }
  return frame += '}';
}

}  // namespace

std::optional<ClientProtocol> FindSubprotocol(std::string_view name) {
  if (EqualsIgnoringCase(name, JsonSubprotocol)) return ClientProtocol::Json;
  if (EqualsIgnoringCase(name, ReliableJsonSubprotocol)) return ClientProtocol::ReliableJson;
  return std::nullopt;
}

std::optional<std::string> SubprotocolName(ClientProtocol protocol) {
  switch (protocol) {
    case ClientProtocol::Raw:
      return std::nullopt;
    case ClientProtocol::Json:
      return JsonSubprotocol;
    case ClientProtocol::ReliableJson:
      return ReliableJsonSubprotocol;
  }
  return std::nullopt;
}

Frame TextFrame(std::string text) {
  Frame frame;
  frame.Bytes = std::make_shared<const std::string>(std::move(text));
  return frame;
}

Frame EncodeMessage(const Message& message, ClientProtocol protocol) {
  Frame frame = TextFrame(SpeaksJson(protocol) ? EncodeJson(message) : message.Data);
  const bool isText = message.Type == DataType::Text || message.Type == DataType::Json;
  frame.Binary = !SpeaksJson(protocol) && !isText;
  frame.Expires = message.Expires;
  return frame;
}

namespace JsonFrames {

std::string Connected(const std::optional<std::string>& userId, const std::string& connectionId,
                      const std::string& reconnectionToken) {
  std::string frame = R"({"type":"system","event":"connected","userId":)" + QuoteOrNull(userId) +
                      R"(,"connectionId":)" + QuoteJson(connectionId);
  if (!reconnectionToken.empty()) {
    frame += R"(,"reconnectionToken":)" + QuoteJson(reconnectionToken);
  }
  return frame += '}';
}

std::string Disconnected(std::string_view reason) {
  return R"({"type":"system","event":"disconnected","message":)" + QuoteJson(reason) + '}';
}

std::string Ack(std::uint64_t ackId) {
  return R"({"type":"ack","ackId":)" + std::to_string(ackId) + R"(,"success":true})";
}

std::string FailedAck(std::uint64_t ackId, std::string_view error, std::string_view message) {
  return R"({"type":"ack","ackId":)" + std::to_string(ackId) +
         R"(,"success":false,"error":{"name":)" + QuoteJson(error) + R"(,"message":)" +
         QuoteJson(message) + "}}";
}

std::string Pong() { return R"({"type":"pong"})"; }

}  // namespace JsonFrames
}  // namespace Azure::Messaging::WebPubSub::LocalService
