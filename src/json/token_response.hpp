#pragma once

#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub {

/// The token in the body that `:generateToken` is answered with; nothing if there is none.
std::optional<std::string> ReadTokenResponse(const std::string& body);

}  // namespace Azure::Messaging::WebPubSub
