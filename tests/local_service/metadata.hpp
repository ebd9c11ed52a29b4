#pragma once

#include <map>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService {

/// What is wrong with a message's metadata; nothing if it is good.
std::optional<std::string> FindMetadataError(const std::map<std::string, std::string>& metadata);

bool IsEventName(const std::string& name);

}  // namespace Azure::Messaging::WebPubSub::LocalService
