#include <azure/messaging/webpubsub/operation_options.hpp>
#include <azure/messaging/webpubsub/options.hpp>

// Here, because in the headers every file that includes them would pay for what they instantiate.
namespace Azure::Messaging::WebPubSub {

SendOptions::SendOptions() = default;
CloseOptions::CloseOptions() = default;
ListOptions::ListOptions() = default;
ClientAccessOptions::ClientAccessOptions() = default;
TransportOptions::TransportOptions() = default;
WebPubSubServiceClientOptions::WebPubSubServiceClientOptions() = default;

}  // namespace Azure::Messaging::WebPubSub
