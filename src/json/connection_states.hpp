#pragma once

#include <azure/messaging/webpubsub/event_models.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// The states of a connection by name. A value is bytes, or a JSON text, as the format says.
using ConnectionStates = std::map<std::string, std::string>;

/// Reads the value of `ce-connectionState`; nothing if it isn't of this format.
std::optional<ConnectionStates> ReadConnectionStates(std::string_view text, StateFormat format);

/// The value of `ce-connectionState`.
/// @throws std::invalid_argument naming the state if a value isn't a JSON text where it must be, or
///   if a name isn't UTF-8.
std::string WriteConnectionStates(const ConnectionStates& states, StateFormat format);

}  // namespace Azure::Messaging::WebPubSub::Detail
