#pragma once

#include <azure/messaging/webpubsub/options.hpp>

#include <string>

#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub {

/// What every operation of a client is addressed to.
struct HubAddress {
  WebPubSub::Endpoint Endpoint;
  /// The endpoint's URL, normalised.
  std::string ServiceUrl;
  std::string Hub;
  ServiceVersion Version;
};

}  // namespace Azure::Messaging::WebPubSub
