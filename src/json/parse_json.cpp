#include "json/parse_json.hpp"

#include <nlohmann/json.hpp>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// A level costs one byte of text and 75 bytes in a tree.
constexpr std::size_t DeepestNesting = 64;
// A parser holds a string or a number up to six times, in buffers and messages.
constexpr std::size_t LongestToken = std::size_t{1024} * 1024;
constexpr std::size_t LevelOfMembers = 3;

constexpr bool EndsToken(char c) {
  return c == ',' || c == ':' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

JsonOutline OutlineOf(std::string_view text) {
  JsonOutline outline{false, 0};
  std::size_t depth = 0;
  std::size_t token = 0;  // where the string or number may have begun
  bool inString = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      if (inString && at - token > LongestToken) return outline;
      inString = !inString;
      token = at;
    } else if (inString) {
      if (c == '\\') ++at;
    } else if (c == '[' || c == '{') {
      if (++depth > DeepestNesting) return outline;
      if (c == '{' && depth == LevelOfMembers) ++outline.Members;
      token = at;
    } else if (c == ']' || c == '}') {
      if (depth > 0) --depth;
      token = at;
    } else if (EndsToken(c)) {
      token = at;
    } else if (at - token > LongestToken) {
      return outline;
    }
  }
  outline.IsPlausible = !inString || text.size() - token <= LongestToken;
  return outline;
}

nlohmann::json ParseJson(const std::string& text) {
  if (!OutlineOf(text).IsPlausible) return nlohmann::json(nlohmann::json::value_t::discarded);
  return nlohmann::json::parse(text, nullptr, false);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
