#pragma once

namespace Azure::Messaging::WebPubSub::Detail {

/// Whether a status may refuse an event.
constexpr bool IsErrorStatus(int status) { return status >= 400 && status <= 599; }

/// The HTTP status for a code of a CONNACK packet, of either MQTT version; 500 for an unknown one.
int HttpStatusOfMqttCode(int code);

/// The code of a CONNACK packet for an HTTP status.
/// @param protocolVersion 4 for MQTT 3.1.1, 5 for MQTT 5.0.
int MqttCodeOfHttpStatus(int status, int protocolVersion);

}  // namespace Azure::Messaging::WebPubSub::Detail
