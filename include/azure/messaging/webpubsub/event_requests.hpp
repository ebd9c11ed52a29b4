#pragma once

#include <azure/messaging/webpubsub/event_models.hpp>
#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// An HTTP request as a web server received it. The path isn't needed.
struct EventHandlerRequest {
  EventHandlerRequest() {}
  /// @param method see Method.
  /// @param headers see Headers.
  /// @param body see Body.
  EventHandlerRequest(std::string method, HttpHeaders headers, std::string body)
      : Method(std::move(method)), Headers(std::move(headers)), Body(std::move(body)) {}

  /// As it stands in the request line: "OPTIONS" or "POST" for what the service sends.
  std::string Method;
  /// All header fields, or at least `ce-*`, `webhook-*`, `x-webpubsub-metadata-*`,
  /// `x-ms-client-request-id`, `content-type` and `authorization`. Values must not be decoded: a
  /// server that decodes `%41` changes user ids.
  HttpHeaders Headers;
  /// The whole body. Limit its size before you read it: EventHandlerOptions::MaxBodyBytes is
  /// checked when it has been read.
  std::string Body;
};

/// The ids that an MQTT connection has besides its client id.
struct MqttConnectionContext {
  MqttConnectionContext() {}

  /// The id of the network connection; a session may have several, one after the other.
  std::string PhysicalConnectionId;
  /// The id of the MQTT session; nothing on connect.
  std::optional<std::string> SessionId;
};

/// Which connection an event is from. Mirrors .NET's `WebPubSubConnectionContext`. ToHttp refuses
/// the event of one that was moved from with std::invalid_argument: its states are gone.
struct ConnectionContext : Detail::MoveMark {
  ConnectionContext() {}

  /// The hub, as the service spells it: in lower case.
  std::string Hub;
  /// The connection's id; the client id of an MQTT connection.
  std::string ConnectionId;
  /// `connect`, `connected`, `disconnected`, `joined`, `left`, or the name of the user event.
  std::string EventName;
  /// A number that the service counts for each connection. A repeated request has the id of the
  /// first one, so ConnectionId and EventId together recognize it.
  std::string EventId;
  /// The host of the service, or several, separated by commas.
  std::string Origin;
  /// The id of the event in the service's logs; the same on repetitions.
  std::string ClientRequestId;
  /// When the event happened.
  std::optional<std::chrono::system_clock::time_point> Time;
  /// Nothing for a connection without a user; the name may be empty.
  std::optional<std::string> UserId;
  /// The negotiated subprotocol; nothing on connect, and for clients without one.
  std::optional<std::string> Subprotocol;
  /// The connection's state as it was sent; nothing if none was ever set.
  std::optional<std::string> RawState;
  /// The ids of an MQTT connection; nothing for any other.
  std::optional<MqttConnectionContext> Mqtt;
  /// The connection's states by name. Their values are bytes, or JSON texts, as StatesFormat says.
  /// Empty if none was set, and also if RawState can't be read in this format.
  std::map<std::string, std::string> States;
  /// The encoding of States: EventHandlerOptions::States.
  StateFormat StatesFormat = StateFormat::DotNet;
  /// All header fields of the request. They hold secrets: don't log them.
  HttpHeaders Headers;
};

/// A client wants to connect. The service waits for the response. Treat the whole request as a
/// secret: it may hold the client's token.
struct ConnectEventRequest {
  ConnectEventRequest() {}

  /// Which connection, by which user.
  ConnectionContext Context;
  /// The claims of the client's token, by type.
  std::map<std::string, std::vector<std::string>> Claims;
  /// The parameters of the client's URL, by name, decoded.
  std::map<std::string, std::vector<std::string>> Query;
  /// The header fields of the client's request; names are looked up without case.
  HeaderValues Headers;
  /// The subprotocols that the client offers, in its order.
  std::vector<std::string> Subprotocols;
  /// The certificates that the client presented.
  std::vector<WebPubSubClientCertificate> ClientCertificates;
  /// The CONNECT packet of an MQTT client; nothing for any other client.
  std::optional<MqttConnectProperties> Mqtt;
};

/// A client has connected. The service doesn't wait, so this may arrive after the client's first
/// message.
struct ConnectedEventRequest {
  ConnectedEventRequest() {}

  /// Which connection, by which user.
  ConnectionContext Context;
};

/// A connection has ended. Happens once for every connection that was accepted.
struct DisconnectedEventRequest {
  DisconnectedEventRequest() {}

  /// Which connection, by which user.
  ConnectionContext Context;
  /// Why, in words of the service; may be empty.
  std::string Reason;
  /// How an MQTT connection ended; nothing for any other.
  std::optional<MqttDisconnectedProperties> Mqtt;
};

/// A client has sent a message to the server. The service waits for the response.
struct UserEventRequest {
  UserEventRequest() {}

  /// Which connection, by which user; `Context.EventName` is the event's name: `message` for a
  /// client without a subprotocol.
  ConnectionContext Context;
  /// The message's bytes.
  std::string Data;
  /// The media type as it was sent; empty if there was none.
  std::string ContentType;
  /// What ContentType says; Binary for any type other than `text/plain` and `application/json`.
  WebPubSubDataType DataType = WebPubSubDataType::Binary;
  /// The message's metadata. Names are in lower case.
  std::map<std::string, std::string> Metadata;
};

/// A connection has joined a group. The service doesn't wait.
struct GroupJoinedEventRequest {
  GroupJoinedEventRequest() {}

  /// Which connection, by which user.
  ConnectionContext Context;
  /// The group's name.
  std::string Group;
};

/// A connection has left a group. The service doesn't wait.
struct GroupLeftEventRequest {
  GroupLeftEventRequest() {}

  /// Which connection, by which user.
  ConnectionContext Context;
  /// The group's name.
  std::string Group;
};

}  // namespace Azure::Messaging::WebPubSub
