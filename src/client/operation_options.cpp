#include <azure/messaging/webpubsub/operation_options.hpp>

namespace Azure::Messaging::WebPubSub {

// Defined here, so that a file that includes the header doesn't instantiate what the options hold.
SendOptions::SendOptions() = default;
CloseOptions::CloseOptions() = default;
ListOptions::ListOptions() = default;
ClientAccessOptions::ClientAccessOptions() = default;

}  // namespace Azure::Messaging::WebPubSub
