#pragma once

#include <optional>
#include <string>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// An error message for invalid metadata; nothing if the metadata is valid.
std::optional<std::string> FindMetadataError(const Metadata& metadata);

bool IsEventName(const std::string& name);

}  // namespace Azure::Messaging::WebPubSub::LocalService
