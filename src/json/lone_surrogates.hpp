#pragma once

#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// A JSON text with U+FFFD in place of each escape of half a character, such as `\ud83d` alone.
/// JavaScript writes them for texts that it has cut within a character. UTF-8 can't hold them, and
/// parsers refuse them.
std::string ReplaceLoneSurrogates(std::string json);

}  // namespace Azure::Messaging::WebPubSub::Detail
