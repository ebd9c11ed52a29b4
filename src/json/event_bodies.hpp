#pragma once

#include <azure/messaging/webpubsub/event_models.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

// The JSON of events and of the replies to them. Members that the library doesn't know are ignored;
// one that is null counts as absent. All texts that are written must be UTF-8.
namespace Azure::Messaging::WebPubSub::Detail {

struct ConnectBody {
  std::map<std::string, std::vector<std::string>> Claims;
  std::map<std::string, std::vector<std::string>> Query;
  HeaderValues Headers;
  std::vector<std::string> Subprotocols;
  std::vector<WebPubSubClientCertificate> ClientCertificates;
  std::optional<MqttConnectProperties> Mqtt;
};

/// Nothing if it isn't a JSON object with such members.
std::optional<ConnectBody> ReadConnectBody(const std::string& body);

struct DisconnectedBody {
  std::string Reason;
  std::optional<MqttDisconnectedProperties> Mqtt;
};

/// Nothing if it isn't a JSON object with such members.
std::optional<DisconnectedBody> ReadDisconnectedBody(const std::string& body);

/// The group that a connection has joined or left; nothing if it isn't a JSON object that names
/// one.
std::optional<std::string> ReadGroupBody(const std::string& body);

/// Whether a body is a JSON object, whatever its members are.
bool IsJsonObject(const std::string& body);

/// What a reply changes of a connection that it accepts. What is absent or empty is left out,
/// except an empty UserId and empty Roles.
struct AcceptedConnection {
  std::optional<std::string> UserId;
  std::vector<std::string> Groups;
  std::optional<std::vector<std::string>> Roles;
  std::string Subprotocol;
  std::vector<MqttUserProperty> UserProperties;
};

/// Empty if nothing changes.
std::string WriteAcceptedConnection(const AcceptedConnection& connection);

/// Why an MQTT client is refused.
std::string WriteMqttRefusal(int code, const std::string& reason,
                             const std::vector<MqttUserProperty>& userProperties);

}  // namespace Azure::Messaging::WebPubSub::Detail
