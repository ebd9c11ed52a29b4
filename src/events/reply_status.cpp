#include "events/reply_status.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

int HttpStatusOfMqttCode(int code) {
  switch (code) {
    // Return codes of MQTT 3.1.1.
    case 1:  // unacceptable protocol version
    case 2:  // identifier rejected
      return 400;
    case 3:  // server unavailable
      return 503;
    case 4:  // bad user name or password
    case 5:  // not authorized
      return 401;
    // Reason codes of MQTT 5.0.
    case 129:  // malformed packet
    case 131:  // implementation specific error
    case 132:  // unsupported protocol version
    case 133:  // client identifier not valid
    case 140:  // bad authentication method
    case 144:  // topic name invalid
    case 149:  // packet too large
    case 153:  // payload format invalid
    case 154:  // retain not supported
    case 155:  // QoS not supported
      return 400;
    case 134:  // bad user name or password
    case 135:  // not authorized
      return 401;
    case 138:  // banned
      return 403;
    case 151:  // quota exceeded
    case 159:  // connection rate exceeded
      return 429;
    default:
      return 500;
  }
}

int MqttCodeOfHttpStatus(int status, int protocolVersion) {
  const bool isVersion5 = protocolVersion >= 5;
  if (status == 400) return isVersion5 ? 134 : 4;
  if (status == 401) return isVersion5 ? 135 : 5;
  return isVersion5 ? 128 : 3;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
