#include "json/parse_json.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// A level costs one byte of text and 75 bytes in the JSON library: 16 MiB of levels would need 1
// GiB.
constexpr std::size_t DeepestNesting = 64;

// The result doesn't matter behind the first error in the text: the parser stops there.
bool IsTooDeep(const std::string& text) {
  std::size_t depth = 0;
  bool inString = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      inString = !inString;
    } else if (inString) {
      if (c == '\\') ++at;
    } else if (c == '[' || c == '{') {
      if (++depth > DeepestNesting) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

nlohmann::json ParseJson(const std::string& text) {
  if (IsTooDeep(text)) return nlohmann::json(nlohmann::json::value_t::discarded);
  return nlohmann::json::parse(text, nullptr, false);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
