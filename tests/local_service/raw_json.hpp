#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// The name of an object's member, and the text of its value.
struct RawMember {
  std::string Name;
  std::string_view Value;
};

/// The members of an object in order, including those with the same name.
/// @param object must be a valid JSON object. The result refers to its characters.
std::vector<RawMember> ReadRawMembers(std::string_view object);
/// The text of a member's value: the last one if the name occurs twice, empty if it doesn't occur.
/// @param object must be a valid JSON object. The result refers to its characters.
std::string_view FindRawMember(std::string_view object, std::string_view name);

/// The nesting depth of arrays and objects in a valid JSON text.
std::size_t NestingDepth(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::LocalService
