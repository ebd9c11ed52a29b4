#include <azure/messaging/webpubsub/errors.hpp>

#include <utility>

namespace Azure::Messaging::WebPubSub {

RequestFailedException::RequestFailedException(const std::string& message, Response response,
                                               std::string errorCode, bool mayHaveBeenAccepted,
                                               int attempts)
    : WebPubSubException(message, mayHaveBeenAccepted, attempts),
      response_(std::move(response)),
      errorCode_(std::make_shared<const std::string>(std::move(errorCode))) {}

}  // namespace Azure::Messaging::WebPubSub
