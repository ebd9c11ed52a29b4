#include "local_service/raw_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::string_view Blanks = " \t\r\n";

std::string_view TrimFront(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(Blanks), text.size()));
}

// The length of the string at the beginning of a text, quotes included.
std::size_t StringLength(std::string_view text) {
  std::size_t end = 1;
  while (text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return end + 1;
}

// The length of the value at the beginning of a text.
std::size_t ValueLength(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      at += StringLength(text.substr(at));
      if (depth == 0) return at;
      continue;
    }
    if (depth == 0 &&
        (c == ',' || c == '}' || c == ']' || Blanks.find(c) != std::string_view::npos)) {
      return at;
    }
    if (c == '{' || c == '[') ++depth;
    ++at;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  return text.size();
}

}  // namespace

std::vector<RawMember> ReadRawMembers(std::string_view object) {
  std::vector<RawMember> members;
  std::string_view rest = TrimFront(object).substr(1);
  for (rest = TrimFront(rest); rest.front() == '"'; rest = TrimFront(rest.substr(1))) {
    const std::size_t keyLength = StringLength(rest);
    auto name = nlohmann::json::parse(rest.substr(0, keyLength)).get<std::string>();
    rest = TrimFront(TrimFront(rest.substr(keyLength)).substr(1));
    const std::size_t valueLength = ValueLength(rest);
    members.push_back({std::move(name), rest.substr(0, valueLength)});
    rest = TrimFront(rest.substr(valueLength));
    if (rest.front() != ',') break;
  }
  return members;
}

std::string_view FindRawMember(std::string_view object, std::string_view name) {
  std::string_view found;
  for (const RawMember& member : ReadRawMembers(object)) {
    if (member.Name == name) found = member.Value;
  }
  return found;
}

std::size_t NestingDepth(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      at += StringLength(text.substr(at));
      continue;
    }
    if (text[at] == '{' || text[at] == '[') deepest = std::max(deepest, ++depth);
    if (text[at] == '}' || text[at] == ']') --depth;
    ++at;
  }
  return deepest;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
