#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/event_models.hpp>
#include <azure/messaging/webpubsub/event_requests.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// What a response does to the states of the connection: nothing, unless a member is called.
///
/// The service keeps the states and sends them with each later event of the connection.
///
/// A response that was moved from is refused with std::invalid_argument, so that it changes nothing
/// by what it lacks.
class AZURE_MESSAGING_WEBPUBSUB_API ConnectionStateUpdate : public Detail::MoveMark {
 public:
  /// Changes one state and keeps the others. If the event's `RawState` can't be read, there are no
  /// others to keep.
  /// @param name UTF-8.
  /// @param value bytes in .NET's format, a JSON text in JavaScript's (see StateFormat).
  void SetState(std::string name, std::string value);

  /// Removes all states.
  void ClearStates();

  /// Replaces the states by a text in an encoding of your own, and drops what was set before. A
  /// later SetState or ClearStates drops this text.
  /// @param text printable ASCII characters.
  void SetRawState(std::string text);

  /// The value of `ce-connectionState` in the response to an event; nothing to keep the states.
  /// @param context of the event, whose states are kept.
  /// @throws std::invalid_argument if a name isn't UTF-8, a value isn't JSON where it must be, or a
  ///   raw text isn't printable ASCII; also if this or the context was moved from.
  [[nodiscard]] std::optional<std::string> ToHeader(const ConnectionContext& context) const;

 private:
  std::map<std::string, std::string> changes_;
  std::optional<std::string> raw_;
  bool clears_ = false;
};

/// Accepts a client. What isn't set stays as the client's token has it.
struct AZURE_MESSAGING_WEBPUBSUB_API ConnectEventResponse : public ConnectionStateUpdate {
  ConnectEventResponse() {}

  /// Replaces the user's id; an empty one removes the user.
  std::optional<std::string> UserId;
  /// Selects one of the subprotocols that the client offers. Without it, the service selects the
  /// first one that it supports; with a name that the client didn't offer, browsers disconnect. An
  /// empty name is left out.
  std::optional<std::string> Subprotocol;
  /// Replaces the groups that the connection joins. Empty: the token's.
  std::vector<std::string> Groups;
  /// Added to the CONNACK packet of an MQTT client.
  std::vector<MqttUserProperty> MqttUserProperties;

  /// Replaces the roles; an empty list removes every role.
  /// @param roles for example `webpubsub.sendToGroup.lobby`.
  void SetRoles(std::vector<std::string> roles) { roles_ = std::move(roles); }
  /// What SetRoles set; nothing to keep the token's.
  [[nodiscard]] const std::optional<std::vector<std::string>>& Roles() const noexcept {
    return roles_;
  }

 private:
  std::optional<std::vector<std::string>> roles_;
};

/// Handles a message, with or without a message back to the client.
struct AZURE_MESSAGING_WEBPUBSUB_API UserEventResponse : public ConnectionStateUpdate {
  /// No message back.
  UserEventResponse() {}
  /// @param data the message to the client, which comes from the server. The service accepts text,
  ///   JSON and bytes; any other media type is a failure to it.
  explicit UserEventResponse(RequestContent data) : Data(std::move(data)) {}

  /// The message to the client.
  std::optional<RequestContent> Data;
  /// Metadata of that message, by the rules of SendOptions::Metadata. Without Data, the client
  /// receives it with an empty text.
  std::map<std::string, std::string> Metadata;
};

/// Refuses a client or a message. States and metadata stay as they are.
struct AZURE_MESSAGING_WEBPUBSUB_API EventErrorResponse {
  /// @param status see Status.
  /// @param message see Message.
  explicit EventErrorResponse(int status, std::string message = {})
      : Status(status), Message(std::move(message)) {}

  /// From 400 to 499 to refuse. From 500 to 599 the service calls the handler again, up to four
  /// times in all. Any other status is sent as 500, without the message.
  int Status;
  /// UTF-8. The service may show it to the client.
  std::string Message;
};

/// Refuses an MQTT client with a code for its CONNACK packet.
struct AZURE_MESSAGING_WEBPUBSUB_API MqttConnectErrorResponse {
  /// @param code see Code.
  /// @param reason see Reason.
  explicit MqttConnectErrorResponse(int code, std::string reason = {})
      : Code(code), Reason(std::move(reason)) {}

  /// A return code of MQTT 3.1.1 (1 to 5) or a reason code of MQTT 5.0 (from 128). The HTTP status
  /// follows it: for example 401 for 135, "not authorized".
  int Code;
  /// UTF-8. The client receives it with MQTT 5.0.
  std::string Reason;
  /// Added to the CONNACK packet with MQTT 5.0.
  std::vector<MqttUserProperty> UserProperties;
};

/// A handler's reply to ConnectEventRequest.
using ConnectReply =
    std::variant<ConnectEventResponse, EventErrorResponse, MqttConnectErrorResponse>;
/// A handler's reply to UserEventRequest.
using UserEventReply = std::variant<UserEventResponse, EventErrorResponse>;

/// The HTTP response that carries a reply, for events from WebPubSubEventHandler::Accept.
/// @param reply to the event.
/// @param request the event.
/// @throws std::invalid_argument if HTTP or the service can't carry the reply: text that isn't
///   UTF-8, a blank group or role, metadata or states that don't follow their rules. Also if the
///   reply or the event was moved from.
AZURE_MESSAGING_WEBPUBSUB_API HttpResponse ToHttp(const ConnectReply& reply,
                                                  const ConnectEventRequest& request);
/// @overload
AZURE_MESSAGING_WEBPUBSUB_API HttpResponse ToHttp(const UserEventReply& reply,
                                                  const UserEventRequest& request);

}  // namespace Azure::Messaging::WebPubSub
