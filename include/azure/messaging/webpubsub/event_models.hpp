#pragma once

#include <azure/messaging/webpubsub/export.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// What a message holds. Mirrors .NET's `WebPubSubDataType`.
enum class WebPubSubDataType {
  /// Bytes.
  Binary,
  /// A JSON text in UTF-8.
  Json,
  /// Text in UTF-8.
  Text,
};

/// How the states of a connection are written in `ce-connectionState`. Neither encoding can be read
/// as the other one: all handlers of a hub must use the same.
enum class StateFormat {
  /// The encoding of .NET and Azure Functions: a value is any bytes.
  DotNet,
  /// The encoding of JavaScript: a value is a JSON text, such as `3` or `"three"`.
  JavaScript,
};

/// A user property of an MQTT packet. A packet may hold a name twice. Mirrors .NET's
/// `MqttUserProperty`.
struct MqttUserProperty {
  MqttUserProperty() {}
  /// @param name see Name.
  /// @param value see Value.
  MqttUserProperty(std::string name, std::string value)
      : Name(std::move(name)), Value(std::move(value)) {}

  /// UTF-8.
  std::string Name;
  /// UTF-8.
  std::string Value;
};

/// What the CONNECT packet of an MQTT client holds. Mirrors .NET's `MqttConnectProperties`.
struct MqttConnectProperties {
  MqttConnectProperties() {}

  /// 4 for MQTT 3.1.1, 5 for MQTT 5.0.
  int ProtocolVersion = 0;
  /// Nothing if the packet has none.
  std::optional<std::string> Username;
  /// Nothing if the packet has none. A secret, exactly as the service passes it on: in base64, by
  /// its documentation.
  std::optional<std::string> Password;
  /// In the packet's order.
  std::vector<MqttUserProperty> UserProperties;
};

/// How an MQTT connection ended. Mirrors .NET's `MqttDisconnectedEventRequestProperties`.
struct MqttDisconnectedProperties {
  MqttDisconnectedProperties() {}

  /// Whether the client disconnected, and not the service.
  bool InitiatedByClient = false;
  /// The reason code of the DISCONNECT packet; nothing if there was no packet.
  std::optional<int> Code;
  /// Of the DISCONNECT packet, in its order.
  std::vector<MqttUserProperty> UserProperties;
};

/// The certificate that a client presented. Mirrors .NET's `WebPubSubClientCertificate`.
struct WebPubSubClientCertificate {
  WebPubSubClientCertificate() {}
  /// @param thumbprint see Thumbprint.
  /// @param content see Content.
  explicit WebPubSubClientCertificate(std::string thumbprint, std::string content = {})
      : Thumbprint(std::move(thumbprint)), Content(std::move(content)) {}

  /// The SHA-1 hash in hexadecimal digits.
  std::string Thumbprint;
  /// The certificate in PEM; empty if the service doesn't pass it on.
  std::string Content;
};

/// Orders names of header fields without case.
struct AZURE_MESSAGING_WEBPUBSUB_API HeaderNameLess {
  /// For look-ups without a copy.
  using is_transparent = void;
  /// Whether `a` is before `b`. Only ASCII letters have a case.
  bool operator()(std::string_view a, std::string_view b) const noexcept;
};

/// Header fields by name. A look-up ignores case.
using HeaderValues = std::map<std::string, std::vector<std::string>, HeaderNameLess>;

}  // namespace Azure::Messaging::WebPubSub
