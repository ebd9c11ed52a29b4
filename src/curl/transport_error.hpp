#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <curl/curl.h>

namespace Azure::Messaging::WebPubSub {

/// What a failure of libcurl means to a caller.
TransportError ToTransportError(CURLcode code) noexcept;

}  // namespace Azure::Messaging::WebPubSub
