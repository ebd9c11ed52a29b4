#include "events/event_readers.hpp"

#include <string>
#include <utility>

#include "core/text.hpp"
#include "events/event_headers.hpp"
#include "http/http_date.hpp"
#include "json/connection_states.hpp"
#include "json/event_bodies.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using EventOrRefusal = std::variant<AcceptedEvent, Refusal>;

constexpr Refusal MalformedBody{400, "the body is malformed"};

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!EqualsIgnoringCase(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Moves the headers out of the request, and invalidates `headers`.
ConnectionContext TakeContext(EventHandlerRequest& request, const EventHeaders& headers,
                              std::string_view eventName, StateFormat format) {
  ConnectionContext context;
  context.Hub = headers.GetOrEmpty(EventHeader::Hub);
  context.ConnectionId = headers.GetOrEmpty(EventHeader::ConnectionId);
  context.EventName = eventName;
  context.EventId = headers.GetOrEmpty(EventHeader::Id);
  context.Origin = headers.GetOrEmpty(EventHeader::Origin);
  context.ClientRequestId = headers.GetOrEmpty(EventHeader::ClientRequestId);
  if (const auto* time = headers.Find(EventHeader::Time)) context.Time = ParseInternetTime(*time);
  context.UserId = headers.Get(EventHeader::UserId);
  context.Subprotocol = headers.Get(EventHeader::Subprotocol);
  context.StatesFormat = format;
  if (const auto* state = headers.Find(EventHeader::ConnectionState)) {
    context.RawState = *state;
    if (auto states = ReadConnectionStates(*state, format)) context.States = *std::move(states);
  }
  if (const auto* physicalId = headers.Find(EventHeader::PhysicalConnectionId)) {
    MqttConnectionContext& mqtt = context.Mqtt.emplace();
    mqtt.PhysicalConnectionId = *physicalId;
    mqtt.SessionId = headers.Get(EventHeader::SessionId);
  }
  context.Headers = std::move(request.Headers);
  return context;
}

WebPubSubDataType DataTypeOf(std::string_view contentType) {
  const std::string_view mediaType = Trim(contentType.substr(0, contentType.find(';')));
  if (EqualsIgnoringCase(mediaType, "text/plain")) return WebPubSubDataType::Text;
  if (EqualsIgnoringCase(mediaType, "application/json")) return WebPubSubDataType::Json;
  return WebPubSubDataType::Binary;
}

std::map<std::string, std::string> MetadataOf(const HttpHeaders& headers) {
  std::map<std::string, std::string> metadata;
  for (const auto& [field, value] : headers) {
    std::string_view name = field;
    if (TakePrefix(name, "x-webpubsub-metadata-")) metadata[ToLowerAscii(name)] = value;
  }
  return metadata;
}

class Reader {
 public:
  Reader(EventHandlerRequest& request, const EventHeaders& headers, StateFormat format)
      : request_(request), headers_(headers), format_(format) {}

  EventOrRefusal System(std::string_view name) {
    if (EqualsIgnoringCase(name, "connect")) return Connect();
    if (EqualsIgnoringCase(name, "connected")) return Connected();
    if (EqualsIgnoringCase(name, "disconnected")) return Disconnected();
    return Refusal{204, "the type of the system event is unknown"};
  }

  EventOrRefusal Group(std::string_view name) {
    if (EqualsIgnoringCase(name, "joined")) return Member(GroupJoinedEventRequest(), "joined");
    if (EqualsIgnoringCase(name, "left")) return Member(GroupLeftEventRequest(), "left");
    return Refusal{204, "the type of the group event is unknown"};
  }

  EventOrRefusal User(std::string_view name) {
    if (name.empty()) return Refusal{400, "ce-type names no user event"};
    UserEventRequest event;
    // With Socket.IO, all events have the type of the event "message".
    const std::string* eventName = headers_.FindSingle(EventHeader::EventName);
    const std::string shownName = eventName ? *eventName : std::string(name);
    event.ContentType = headers_.GetOrEmpty(EventHeader::ContentType);
    event.DataType = DataTypeOf(event.ContentType);
    event.Metadata = MetadataOf(request_.Headers);
    event.Data = std::move(request_.Body);
    event.Context = TakeContext(request_, headers_, shownName, format_);
    return AcceptedEvent(std::move(event));
  }

 private:
  EventOrRefusal Connect() {
    auto body = ReadConnectBody(request_.Body);
    if (!body) return MalformedBody;
    ConnectEventRequest event;
    event.Context = TakeContext(request_, headers_, "connect", format_);
    event.Claims = std::move(body->Claims);
    event.Query = std::move(body->Query);
    event.Headers = std::move(body->Headers);
    event.Subprotocols = std::move(body->Subprotocols);
    event.ClientCertificates = std::move(body->ClientCertificates);
    event.Mqtt = std::move(body->Mqtt);
    return AcceptedEvent(std::move(event));
  }

  EventOrRefusal Connected() {
    if (!request_.Body.empty() && !IsJsonObject(request_.Body)) return MalformedBody;
    ConnectedEventRequest event;
    event.Context = TakeContext(request_, headers_, "connected", format_);
    return AcceptedEvent(std::move(event));
  }

  EventOrRefusal Disconnected() {
    auto body = ReadDisconnectedBody(request_.Body.empty() ? "{}" : request_.Body);
    if (!body) return MalformedBody;
    DisconnectedEventRequest event;
    event.Context = TakeContext(request_, headers_, "disconnected", format_);
    event.Reason = std::move(body->Reason);
    event.Mqtt = body->Mqtt;
    return AcceptedEvent(std::move(event));
  }

  template <class Event>
  EventOrRefusal Member(Event event, std::string_view name) {
    auto group = ReadGroupBody(request_.Body);
    if (!group) return MalformedBody;
    event.Context = TakeContext(request_, headers_, name, format_);
    event.Group = *std::move(group);
    return AcceptedEvent(std::move(event));
  }

  EventHandlerRequest& request_;
  const EventHeaders& headers_;
  const StateFormat format_;
};

}  // namespace

EventOrRefusal ReadEvent(EventHandlerRequest& request, const EventHeaders& headers,
                         std::string_view hub, StateFormat format) {
  const std::string* specVersion = headers.FindSingle(EventHeader::SpecVersion);
  if (specVersion == nullptr || specVersion->rfind("1.", 0) != 0) {
    return Refusal{400, "ce-specversion is not 1.x"};
  }
  const std::string* requestedHub = headers.FindSingle(EventHeader::Hub);
  if (requestedHub == nullptr) return Refusal{400, "ce-hub is missing or repeated"};
  const std::string* typeHeader = headers.FindSingle(EventHeader::Type);
  if (typeHeader == nullptr) return Refusal{400, "ce-type is missing or repeated"};
  if (headers.IsRepeated(EventHeader::UserId)) return Refusal{400, "ce-userId is repeated"};
  if (!EqualsIgnoringCase(*requestedHub, hub)) return Refusal{404, "the event is of another hub"};

  std::string_view type = *typeHeader;
  Reader reader(request, headers, format);
  if (TakePrefix(type, "azure.webpubsub.user.")) return reader.User(type);
  if (TakePrefix(type, "azure.webpubsub.sys.")) return reader.System(type);
  if (TakePrefix(type, "azure.webpubsub.gp.")) return reader.Group(type);
  return Refusal{400, "ce-type is not a type of the service"};
}

}  // namespace Azure::Messaging::WebPubSub::Detail
