#include "json/parse_json.hpp"

#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using nlohmann::json;

// A level costs one byte of text and 75 bytes in a tree.
constexpr std::size_t DeepestNesting = 64;
// A parser holds a string or a number up to six times, in buffers and messages.
constexpr std::size_t LongestToken = std::size_t{1024} * 1024;
constexpr std::size_t LevelOfMembers = 3;

constexpr bool EndsToken(char c) {
  return c == ',' || c == ':' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Receives the events of the JSON library's parser. The library would do the same into a value of
/// its own, which it destroys where there is no memory for all of it.
class TreeBuilder final : public nlohmann::json_sax<json> {
 public:
  explicit TreeBuilder(json& root) : root_(root) {}

  bool null() override { return Add(nullptr); }
  bool boolean(bool value) override { return Add(value); }
  bool number_integer(number_integer_t value) override { return Add(value); }
  bool number_unsigned(number_unsigned_t value) override { return Add(value); }
  bool number_float(number_float_t value, const string_t&) override { return Add(value); }
  bool string(string_t& text) override { return Add(std::move(text)); }
  bool binary(binary_t&) override { return false; }  // JSON has none

  bool start_object(std::size_t) override { return Open(json::value_t::object); }
  bool start_array(std::size_t) override { return Open(json::value_t::array); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& name) override {
    name_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  // Where the next value belongs. Of members with the same name the last is kept.
  json& Place() {
    if (open_.empty()) return root_;
    json& parent = *open_.back();
    json& place = parent.is_array() ? parent.emplace_back() : parent[name_];
    Empty(place);
    return place;
  }
  bool Add(json scalar) {
    Place() = std::move(scalar);
    return true;
  }
  bool Open(json::value_t type) {
    json& place = Place();
    place = type;
    open_.push_back(&place);
    return true;
  }
  bool Close() {
    open_.pop_back();
    return true;
  }

  json& root_;
  std::vector<json*> open_;
  std::string name_;  // of the next member
};

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

JsonTree<json> ParseJson(const std::string& text) {
  JsonTree<json> tree;
  TreeBuilder builder(tree.Root);
  if (!OutlineOf(text).IsPlausible || !json::sax_parse(text, &builder)) {
    Empty(tree.Root);
    tree.Root = json::value_t::discarded;
  }
  return tree;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
