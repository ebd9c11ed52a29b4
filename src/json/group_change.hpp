#pragma once

#include <azure/messaging/webpubsub/filter.hpp>

#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// The body of `:addToGroups` and `:removeFromGroups`. The texts must be UTF-8.
std::string WriteGroupChange(const std::vector<std::string>& groups,
                             const ClientConnectionFilter& filter);

}  // namespace Azure::Messaging::WebPubSub
