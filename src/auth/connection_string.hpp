#pragma once

#include <string_view>

#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub {

/// What a connection string says. The key is a view into the string, so that it is nowhere copied.
struct ConnectionString {
  WebPubSub::Endpoint Endpoint;
  std::string_view AccessKey;
};

/// Reads `Endpoint=…;AccessKey=…;Port=…;Version=…;` as .NET does: keys without case, blanks around
/// keys and values ignored, unknown keys allowed.
/// @throws std::invalid_argument naming `connectionString` and what is wrong, never the access key.
ConnectionString ParseConnectionString(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub
