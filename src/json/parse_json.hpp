#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// A small text from outside as JSON; a discarded value if it isn't JSON, or larger or nested more
/// deeply than anything of this kind that the service sends. Pages have a reader without a tree.
nlohmann::json ParseJson(const std::string& text);

}  // namespace Azure::Messaging::WebPubSub::Detail
