#pragma once

#include <string_view>

#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The parts of a connection string. The key is a view into the string, so that it isn't copied.
struct ConnectionString {
  Detail::Endpoint Endpoint;
  std::string_view AccessKey;
};

/// Reads `Endpoint=…;AccessKey=…;Port=…;Version=…;` like .NET: names are compared without case,
/// blanks around names and values are ignored, unknown names are allowed. Unlike .NET, it refuses
/// white space around the access key.
/// @throws std::invalid_argument naming `connectionString` and what is wrong, never the access key.
ConnectionString ParseConnectionString(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::Detail
