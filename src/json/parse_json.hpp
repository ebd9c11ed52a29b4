#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// Text from outside as JSON; a discarded value if it isn't JSON, or nested more deeply than
/// anything that the service sends.
nlohmann::json ParseJson(const std::string& text);

}  // namespace Azure::Messaging::WebPubSub::Detail
