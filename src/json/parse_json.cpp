#include "json/parse_json.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace Azure::Messaging::WebPubSub {
namespace {

// A level of a single byte costs the JSON library 75 bytes, and so 16 MiB of them more than 1 GiB.
constexpr std::size_t DeepestNesting = 64;

// Of a text that is no JSON it may say anything once the text has gone wrong: the parser stops
// there.
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

}  // namespace Azure::Messaging::WebPubSub
