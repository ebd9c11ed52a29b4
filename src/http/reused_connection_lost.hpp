#pragma once

#include <azure/messaging/webpubsub/errors.hpp>

namespace Azure::Messaging::WebPubSub {

/// A connection that had served earlier requests was lost before the first byte of an answer: most
/// likely it had been closed while idle, and the next attempt gets a new one.
class ReusedConnectionLost final : public TransportException {
 public:
  explicit ReusedConnectionLost(const std::string& message)
      : TransportException(TransportError::ConnectionLost, message, true, 1) {}
};

}  // namespace Azure::Messaging::WebPubSub
