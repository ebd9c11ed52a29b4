#pragma once

#include <string>
#include <string_view>

// Bodies as servers and gateways compress them.
namespace Azure::Messaging::WebPubSub::Testing {

/// In the format of `Content-Encoding: gzip` (RFC 1952).
std::string Gzip(std::string_view text);

/// In the format of `Content-Encoding: deflate` (RFC 1950).
std::string Deflate(std::string_view text);

/// 16 KiB in the format of gzip that become 16 MiB.
std::string GzipBomb();

}  // namespace Azure::Messaging::WebPubSub::Testing
