#include "json/event_bodies.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <iterator>
#include <utility>

#include "json/parse_json.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// Each function gives false if the value isn't of the kind that it reads. They are members, so that
// each sees all the others.
struct From {
  static bool Read(const json& value, std::string& text) {
    if (!value.is_string()) return false;
    text = value.get<std::string>();
    return true;
  }

  static bool Read(const json& value, bool& flag) {
    if (!value.is_boolean()) return false;
    flag = value.get<bool>();
    return true;
  }

  static bool Read(const json& value, int& number) {
    if (!value.is_number_integer()) return false;
    const auto wide = value.get<std::int64_t>();
    number = static_cast<int>(wide);
    return number == wide;
  }

  template <class T>
  static bool Read(const json& value, std::optional<T>& optional) {
    return Read(value, optional.emplace());
  }

  template <class T>
  static bool Read(const json& value, std::vector<T>& list) {
    if (!value.is_array()) return false;
    list.reserve(value.size());
    for (const json& element : value) {
      if (!Read(element, list.emplace_back())) return false;
    }
    return true;
  }

  // Names that differ in case only are one header field.
  template <class Less>
  static bool Read(const json& value, std::map<std::string, std::vector<std::string>, Less>& map) {
    if (!value.is_object()) return false;
    for (const auto& [name, values] : value.items()) {
      std::vector<std::string> read;
      if (!values.is_null() && !Read(values, read)) return false;
      auto& all = map[name];
      all.insert(all.end(), std::make_move_iterator(read.begin()),
                 std::make_move_iterator(read.end()));
    }
    return true;
  }

  static bool Read(const json& value, WebPubSubClientCertificate& certificate) {
    return value.is_object() && ReadMember(value, "thumbprint", certificate.Thumbprint) &&
           ReadMember(value, "content", certificate.Content);
  }

  static bool Read(const json& value, MqttUserProperty& property) {
    return value.is_object() && ReadMember(value, "name", property.Name) &&
           ReadMember(value, "value", property.Value);
  }

  static bool Read(const json& value, MqttConnectProperties& mqtt) {
    return value.is_object() && ReadMember(value, "protocolVersion", mqtt.ProtocolVersion) &&
           ReadMember(value, "username", mqtt.Username) &&
           ReadMember(value, "password", mqtt.Password) &&
           ReadMember(value, "userProperties", mqtt.UserProperties);
  }

  static bool Read(const json& value, MqttDisconnectedProperties& mqtt) {
    if (!value.is_object() || !ReadMember(value, "initiatedByClient", mqtt.InitiatedByClient)) {
      return false;
    }
    const auto packet = value.find("disconnectPacket");
    if (packet == value.end() || packet->is_null()) return true;
    return packet->is_object() && ReadMember(*packet, "code", mqtt.Code) &&
           ReadMember(*packet, "userProperties", mqtt.UserProperties);
  }

  static bool Read(const json& value, ConnectBody& body) {
    return value.is_object() && ReadMember(value, "claims", body.Claims) &&
           ReadMember(value, "query", body.Query) && ReadMember(value, "headers", body.Headers) &&
           ReadMember(value, "subprotocols", body.Subprotocols) &&
           ReadMember(value, "clientCertificates", body.ClientCertificates) &&
           ReadMember(value, "mqtt", body.Mqtt);
  }

  static bool Read(const json& value, DisconnectedBody& body) {
    return value.is_object() && ReadMember(value, "reason", body.Reason) &&
           ReadMember(value, "mqtt", body.Mqtt);
  }

  // A member that is absent or null stays as it is.
  template <class T>
  static bool ReadMember(const json& object, const char* name, T& value) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() || Read(*found, value);
  }
};

template <class Body>
std::optional<Body> ReadBody(const std::string& text) {
  Body body;
  return From::Read(ParseJson(text).Root, body) ? std::optional(std::move(body)) : std::nullopt;
}

void Write(ordered_json& list, const std::vector<MqttUserProperty>& properties) {
  list = ordered_json::value_t::array;
  for (const MqttUserProperty& property : properties) {
    ordered_json& added = list.emplace_back(ordered_json::value_t::object);
    added["name"] = property.Name;
    added["value"] = property.Value;
  }
}

}  // namespace

std::optional<ConnectBody> ReadConnectBody(const std::string& body) {
  return ReadBody<ConnectBody>(body);
}

std::optional<DisconnectedBody> ReadDisconnectedBody(const std::string& body) {
  return ReadBody<DisconnectedBody>(body);
}

std::optional<std::string> ReadGroupBody(const std::string& body) {
  const JsonTree<json> document = ParseJson(body);
  std::optional<std::string> group;
  const bool isRead = document.Root.is_object() && From::ReadMember(document.Root, "group", group);
  return isRead ? group : std::nullopt;
}

bool IsJsonObject(const std::string& body) { return ParseJson(body).Root.is_object(); }

std::string WriteAcceptedConnection(const AcceptedConnection& connection) {
  JsonTree<ordered_json> tree(ordered_json::value_t::object);
  ordered_json& body = tree.Root;
  if (connection.UserId) body["userId"] = *connection.UserId;
  if (!connection.Groups.empty()) body["groups"] = connection.Groups;
  if (connection.Roles) body["roles"] = *connection.Roles;
  if (!connection.Subprotocol.empty()) body["subprotocol"] = connection.Subprotocol;
  if (!connection.UserProperties.empty()) {
    ordered_json& mqtt = body["mqtt"] = ordered_json::value_t::object;
    Write(mqtt["userProperties"], connection.UserProperties);
  }
  return body.empty() ? std::string() : body.dump();
}

std::string WriteMqttRefusal(int code, const std::string& reason,
                             const std::vector<MqttUserProperty>& userProperties) {
  JsonTree<ordered_json> body(ordered_json::value_t::object);
  ordered_json& mqtt = body.Root["mqtt"] = ordered_json::value_t::object;
  mqtt["code"] = code;
  mqtt["reason"] = reason;
  Write(mqtt["userProperties"], userProperties);
  return body.Root.dump();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
