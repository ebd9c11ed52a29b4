#pragma once

#include <cstddef>
#include <string_view>

// UTF-8 (RFC 3629).
namespace Azure::Messaging::WebPubSub::Detail {

/// The length of the longest beginning of `text` that is UTF-8: `text.size()` if all of it is, else
/// the offset of the first sequence that isn't. Nearly as fast as copying for ASCII, and at the
/// same speed for all other text, whatever its script.
std::size_t ValidUtf8Length(std::string_view text);

inline bool IsUtf8(std::string_view text) { return ValidUtf8Length(text) == text.size(); }

/// The number of UTF-16 units that a UTF-8 text needs.
std::size_t Utf16Length(std::string_view text);

}  // namespace Azure::Messaging::WebPubSub::Detail
