#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace Azure::Messaging::WebPubSub {

/// What an answer's body says as JSON; a discarded value if it is none, or nested more deeply than
/// anything that the service answers.
nlohmann::json ParseJson(const std::string& text);

}  // namespace Azure::Messaging::WebPubSub
