#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// A member of an object, and its value as it stands in the text.
struct RawMember {
  std::string Name;
  std::string_view Value;
};

/// The members in order, also those of one name. The text must be a valid JSON object.
std::vector<RawMember> ReadRawMembers(std::string_view object);
/// The text of a member's value as it stands in the text of a JSON object, of the last such member
/// if there are more; empty if there is none. The text must be valid JSON.
std::string_view FindRawMember(std::string_view object, std::string_view name);

/// How deep arrays and objects are nested in a valid JSON text.
std::size_t NestingDepth(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::LocalService
