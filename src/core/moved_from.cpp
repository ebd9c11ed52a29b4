#include <azure/messaging/webpubsub/moved_from.hpp>

#include <stdexcept>

namespace Azure::Messaging::WebPubSub {

void Detail::RefuseMovedFrom() {
  throw std::logic_error("a value that was moved from can only be assigned to or destroyed");
}

}  // namespace Azure::Messaging::WebPubSub
