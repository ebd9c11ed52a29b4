#pragma once

#include <azure/messaging/webpubsub/operation_options.hpp>
#include <azure/messaging/webpubsub/options.hpp>

#include <string>
#include <string_view>
#include <vector>

// What the arguments of operations must be like. Every check throws std::invalid_argument with the
// parameter and the rule: "group: must not be empty or blank".
namespace Azure::Messaging::WebPubSub {

[[noreturn]] void RefuseArgument(std::string_view parameter, std::string_view rule);

/// A letter and up to 127 letters, digits or ``_`,.[]``.
void CheckHub(std::string_view hub);

/// A user's or connection's name: not blank, not a dot segment (which would change the target of
/// the request), UTF-8.
void CheckName(std::string_view name, std::string_view parameter);

/// A name of at most 1,024 characters (UTF-16 units, as the service counts).
void CheckGroup(std::string_view group, std::string_view parameter);

/// Any UTF-8 text.
void CheckText(std::string_view text, std::string_view parameter);

void CheckExcluded(const std::vector<std::string>& excluded);
void CheckMetadata(const std::map<std::string, std::string>& metadata);
void CheckMessageTtl(std::chrono::seconds timeToLive);

/// @param limit the largest value allowed.
void CheckRange(const std::optional<int>& value, int limit, std::string_view parameter);

/// Refuses a feature that the client's service version lacks, naming the version it needs.
void CheckVersion(ServiceVersion used, ServiceVersion needed, std::string_view feature);

}  // namespace Azure::Messaging::WebPubSub
