#include "local_service/filter_functions.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "local_service/filter_characters.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {
namespace {

Value Count(std::size_t size) { return static_cast<std::int32_t>(size); }

std::optional<Value> Length(const Arguments& arguments) {
  const Value& value = arguments[0];
  if (IsNull(value)) return nullptr;
  if (const Text* text = std::get_if<Text>(&value)) return Count((*text)->size());
  if (const Groups* groups = std::get_if<Groups>(&value)) {
    return Count(*groups == nullptr ? 0 : (*groups)->size());
  }
  return std::nullopt;
}

template <class Change>
std::optional<Value> ChangeText(const Value& value, Change change) {
  if (IsNull(value)) return nullptr;
  return Text(change(*AsText(value)));
}

std::optional<Value> Lower(const Arguments& arguments) {
  return ChangeText(arguments[0], [](const std::u16string& text) { return ToLower(text); });
}

std::optional<Value> Upper(const Arguments& arguments) {
  return ChangeText(arguments[0], [](const std::u16string& text) { return ToUpper(text); });
}

std::optional<Value> TrimText(const Arguments& arguments) { return ChangeText(arguments[0], Trim); }

// The result of `search` for two texts, or `missing` if one of them is null.
template <class Search>
Value SearchText(const Arguments& arguments, Value missing, Search search) {
  if (IsNull(arguments[0]) || IsNull(arguments[1])) return missing;
  const Text& text = AsText(arguments[0]);
  const Text& wanted = AsText(arguments[1]);
  return search(*text, *wanted);
}

std::u16string WithoutIgnorable(std::u16string text) {
  text.erase(std::remove_if(text.begin(), text.end(), IsIgnorable), text.end());
  return text;
}

// The position of the character that has `visible` visible characters before it.
std::size_t PositionOf(std::size_t visible, const std::u16string& text) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!IsIgnorable(text[at]) && visible-- == 0) break;
  }
  return at;
}

// indexof, startswith and endswith compare by the rules of a culture; all other functions compare
// code units.
std::optional<Value> IndexOf(const Arguments& arguments) {
  return SearchText(arguments, -1, [](const std::u16string& text, const std::u16string& wanted) {
    const std::u16string visible = WithoutIgnorable(wanted);
    const std::size_t index = WithoutIgnorable(text).find(visible);
    if (index == std::u16string::npos) return Value(-1);
    return Count(visible.empty() ? 0 : PositionOf(index, text));
  });
}

std::optional<Value> Contains(const Arguments& arguments) {
  return SearchText(arguments, false, [](const std::u16string& text, const std::u16string& wanted) {
    return text.find(wanted) != std::u16string::npos;
  });
}

std::optional<Value> StartsWith(const Arguments& arguments) {
  return SearchText(arguments, false, [](const std::u16string& text, const std::u16string& wanted) {
    const std::u16string head = WithoutIgnorable(wanted);
    return WithoutIgnorable(text).compare(0, head.size(), head) == 0;
  });
}

std::optional<Value> EndsWith(const Arguments& arguments) {
  return SearchText(arguments, false, [](const std::u16string& text, const std::u16string& wanted) {
    const std::u16string whole = WithoutIgnorable(text);
    const std::u16string tail = WithoutIgnorable(wanted);
    return whole.size() >= tail.size() &&
           whole.compare(whole.size() - tail.size(), tail.size(), tail) == 0;
  });
}

std::optional<Value> Concat(const Arguments& arguments) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (IsNull(left) && IsNull(right)) return nullptr;
  if (IsNull(left) && std::holds_alternative<Text>(right)) return right;
  if (IsNull(right) && std::holds_alternative<Text>(left)) return left;
  const Text& head = AsText(left);
  const Text& tail = AsText(right);
  return Text(*head + *tail);
}

// Returns a missing text if an index is out of range: null, but of type text for the type check.
std::optional<Value> Substring(const Arguments& arguments) {
  const std::int64_t start = AsInt(arguments[1]);
  const std::optional<std::int64_t> count =
      arguments.size() == 3 ? std::optional<std::int64_t>(AsInt(arguments[2])) : std::nullopt;
  if (IsNull(arguments[0])) return nullptr;
  const std::u16string& text = *AsText(arguments[0]);
  const auto rest = static_cast<std::int64_t>(text.size()) - start;
  const std::int64_t taken = count.value_or(rest);
  if (start < 0 || taken < 0 || taken > rest) return Text();
  return Text(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(taken)));
}

constexpr Function Functions[] = {
    {"length", 1, 1, Length},     {"tolower", 1, 1, Lower},         {"toupper", 1, 1, Upper},
    {"trim", 1, 1, TrimText},     {"indexof", 2, 2, IndexOf},       {"contains", 2, 2, Contains},
    {"endswith", 2, 2, EndsWith}, {"startswith", 2, 2, StartsWith}, {"substring", 2, 3, Substring},
    {"concat", 2, 2, Concat},
};

}  // namespace

const Function* FindFunction(std::string_view name) {
  const auto found = std::find_if(std::begin(Functions), std::end(Functions),
                                  [&](const Function& one) { return one.Name == name; });
  return found == std::end(Functions) ? nullptr : found;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
