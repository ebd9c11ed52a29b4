#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "json/json_tree.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What a JSON text from outside looks like, before a parser spends memory on it.
struct JsonOutline {
  /// Whether it is no more nested, and has no longer strings and numbers, than anything that the
  /// service sends.
  bool IsPlausible;
  /// How many objects are in lists of the outermost object: the members of a page.
  std::size_t Members;
};

/// Takes a fraction of the time of parsing, and no memory. The outline of a text that isn't JSON is
/// right up to the first error, where a parser stops.
JsonOutline OutlineOf(std::string_view text);

/// A text from outside as JSON; a discarded value if it isn't JSON, or isn't plausible. A tree
/// takes up to thirty times the memory of its text: who calls this limits the text.
JsonTree<nlohmann::json> ParseJson(const std::string& text);

/// A JSON text with U+FFFD in place of each escape of half a character, such as `\ud83d` alone.
/// JavaScript writes them for texts that it has cut within a character. UTF-8 can't hold them, and
/// parsers refuse them.
std::string ReplaceLoneSurrogates(std::string json);

}  // namespace Azure::Messaging::WebPubSub::Detail
