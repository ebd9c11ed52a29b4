#pragma once

#include <optional>
#include <string>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// What is wrong with a message's metadata; nothing if it is good.
std::optional<std::string> FindMetadataError(const Metadata& metadata);

bool IsEventName(const std::string& name);

}  // namespace Azure::Messaging::WebPubSub::LocalService
