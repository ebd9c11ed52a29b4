#pragma once

#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub {

/// The absolute URL that `link` means in a document at `base`; nothing if it means none.
std::optional<std::string> ResolveUrl(const std::string& base, const std::string& link);

}  // namespace Azure::Messaging::WebPubSub
