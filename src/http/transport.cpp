#include <azure/messaging/webpubsub/transport.hpp>

namespace Azure::Messaging::WebPubSub {

std::string_view ToString(TransportError error) noexcept {
  switch (error) {
    case TransportError::NameResolution:
      return "NameResolution";
    case TransportError::Connect:
      return "Connect";
    case TransportError::Tls:
      return "Tls";
    case TransportError::ConnectionLost:
      return "ConnectionLost";
    case TransportError::Timeout:
      return "Timeout";
    case TransportError::MalformedAnswer:
      return "MalformedAnswer";
    case TransportError::AnswerTooLarge:
      return "AnswerTooLarge";
    case TransportError::Cancelled:
      return "Cancelled";
    case TransportError::Other:
      return "Other";
  }
  return "";
}

}  // namespace Azure::Messaging::WebPubSub
