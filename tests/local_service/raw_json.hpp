#pragma once

#include <string_view>

namespace Azure::Messaging::WebPubSub::LocalService {

/// The text of a member's value as it stands in the text of a JSON object, of the last such member
/// if there are more; empty if there is none. The text must be valid JSON.
std::string_view FindRawMember(std::string_view object, std::string_view name);

/// How deep arrays and objects are nested in a valid JSON text.
std::size_t NestingDepth(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::LocalService
