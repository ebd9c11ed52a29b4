#pragma once

#include <azure/messaging/webpubsub/transport_options.hpp>

#include "curl/easy_handle.hpp"

namespace Azure::Messaging::WebPubSub {

/// An easy handle on which all is set that holds for every request of a transport. What belongs to
/// a single request is left to a Transfer.
EasyHandle MakeConfiguredHandle(const TransportOptions& options);

}  // namespace Azure::Messaging::WebPubSub
