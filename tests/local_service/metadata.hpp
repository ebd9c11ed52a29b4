#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The metadata in the headers of a request or a response. The last header with a name wins, and
/// only the part of its value after the last comma counts.
/// @param headers with names in lower case.
Metadata ReadMetadataHeaders(const std::vector<std::pair<std::string, std::string>>& headers);

/// An error message for invalid metadata; nothing if the metadata is valid.
std::optional<std::string> FindMetadataError(const Metadata& metadata);

bool IsEventName(const std::string& name);

}  // namespace Azure::Messaging::WebPubSub::LocalService
