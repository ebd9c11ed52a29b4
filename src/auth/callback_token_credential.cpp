#include <azure/messaging/webpubsub/credentials.hpp>

#include <stdexcept>

namespace Azure::Messaging::WebPubSub {

CallbackTokenCredential::CallbackTokenCredential(Callback callback)
    : callback_(std::move(callback)) {
  if (!callback_) throw std::invalid_argument("callback: must not be empty");
}

}  // namespace Azure::Messaging::WebPubSub
