#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// What arguments must be like. Every check throws std::invalid_argument with the parameter and the
// rule: "group: must not be empty or blank".
namespace Azure::Messaging::WebPubSub::Detail {

[[noreturn]] void RefuseArgument(std::string_view parameter, std::string_view rule);

/// Refuses an argument unless a rule holds.
inline void Require(bool holds, std::string_view parameter, std::string_view rule) {
  if (!holds) RefuseArgument(parameter, rule);
}

inline constexpr std::string_view MovedFromRule = "must not have been moved from";

inline void RefuseMovedFrom(const MoveMark& value, std::string_view parameter) {
  Require(!value.WasMovedFrom(), parameter, MovedFromRule);
}

/// Any content that wasn't moved from: every other has a type.
void CheckContent(const RequestContent& content, std::string_view parameter);

/// A text that C code may have left out.
std::string_view NotNull(const char* text, std::string_view parameter);

/// A letter and up to 127 letters, digits or ``_`,.[]``.
void CheckHub(std::string_view hub);

/// The name of a user or a connection: not blank, not a dot segment (which would change the target
/// of the request), UTF-8.
void CheckName(std::string_view name, std::string_view parameter);
/// The same for a name in the path of a URL, where the service doesn't decode a slash.
/// @param property of a connection that has the name: in a filter, it reaches every name.
void CheckNameInPath(std::string_view name, std::string_view parameter, std::string_view property);

/// Any group that the service can have: not blank, at most 1,024 characters (UTF-16 units, as the
/// service counts), UTF-8.
void CheckGroupOfClient(std::string_view group, std::string_view parameter);
/// The same, but not a dot segment.
void CheckGroup(std::string_view group, std::string_view parameter);
void CheckGroups(const std::vector<std::string>& groups, std::string_view parameter);

/// Any UTF-8 text.
void CheckText(std::string_view text, std::string_view parameter);

/// Text that a C library reads up to its first NUL; other control characters are refused too.
void CheckNoControls(std::string_view text, std::string_view parameter);

/// Text for the value of a header.
void CheckVisible(std::string_view text, std::string_view parameter, std::size_t longest,
                  std::string_view rule);

void CheckExcluded(const std::vector<std::string>& excluded);
void CheckMetadata(const std::map<std::string, std::string>& metadata,
                   std::string_view parameter = "options.Metadata");
void CheckMessageTtl(std::chrono::seconds timeToLive);

}  // namespace Azure::Messaging::WebPubSub::Detail
