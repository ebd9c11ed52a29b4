#pragma once

#include "client/client_factory.hpp"
#include "client/hub_address.hpp"
#include "pipeline/pipeline.hpp"

namespace Azure::Messaging::WebPubSub {

/// Puts a client's pipeline together, once its options are checked.
Pipeline BuildPipeline(const HubAddress& hub, const Credential& credential,
                       const WebPubSubServiceClientOptions& options,
                       const Environment& environment);

}  // namespace Azure::Messaging::WebPubSub
