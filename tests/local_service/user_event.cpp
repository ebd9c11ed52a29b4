#include "local_service/user_event.hpp"

#include "local_service/message_body.hpp"
#include "local_service/metadata.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

const char* ContentTypeOf(DataType type) {
  switch (type) {
    case DataType::Text:
      return "text/plain; charset=utf-8";
    case DataType::Json:
      return "application/json";
    case DataType::Binary:
      return "application/octet-stream";
    case DataType::Protobuf:
      return "application/x-protobuf";
  }
  return "";
}

std::optional<DataType> DataTypeOf(const std::string& mediaType) {
  if (mediaType.empty() || mediaType == "application/octet-stream") return DataType::Binary;
  if (mediaType == "text/plain") return DataType::Text;
  if (mediaType == "application/json") return DataType::Json;
  if (mediaType == "application/x-protobuf") return DataType::Protobuf;
  return std::nullopt;
}

std::string MediaTypeOf(const RestResponse& response) {
  for (const auto& [name, value] : response.Headers) {
    if (name == "content-type") return ToLower(TrimBlanks(value.substr(0, value.find(';'))));
  }
  return {};
}

}  // namespace

Event MakeEvent(const UserEvent& event, const std::string& hubName, const Connection& client) {
  Event made;
  made.Kind = EventKind::User;
  made.Name = event.Name;
  made.Hub = hubName;
  made.ConnectionId = client.Id;
  made.UserId = client.UserId;
  made.Subprotocol = client.NamedSubprotocol();
  made.ContentType = ContentTypeOf(event.Type);
  made.Body = event.Data;
  made.Metadata = event.Metadata;
  return made;
}

EventReply ReadEventReply(const RestResponse& response) {
  EventReply reply;
  Message message;
  message.Metadata = ReadMetadataHeaders(response.Headers);
  message.Data = response.Body;
  if (const auto error = FindMetadataError(message.Metadata)) {
    reply.Error = *error;
  } else if (!response.Body.empty()) {
    const std::string mediaType = MediaTypeOf(response);
    const auto type = DataTypeOf(mediaType);
    message.Type = type.value_or(DataType::Binary);
    if (!type) reply.Error = "The media type " + mediaType + " is not supported.";
    if (type == DataType::Json && !IsJson(response.Body)) reply.Error = "The body is no JSON.";
  }
  const bool hasContent = !response.Body.empty() || !message.Metadata.empty();
  if (hasContent && reply.Error.empty()) reply.Content = std::move(message);
  return reply;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
