#include "json/connection_states.hpp"

#include <nlohmann/json.hpp>

#include <utility>

#include "core/arguments.hpp"
#include "core/base64.hpp"
#include "json/parse_json.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using nlohmann::json;

std::optional<std::string> ReadValue(const json& value, StateFormat format) {
  if (format == StateFormat::JavaScript) return value.dump();
  if (!value.is_string()) return std::nullopt;
  return DecodeBase64(value.get_ref<const std::string&>());
}

void WriteValue(json& place, const std::string& value, StateFormat format) {
  if (format == StateFormat::DotNet) {
    place = EncodeBase64(value);
    return;
  }
  auto read = ParseJson(ReplaceLoneSurrogates(value));
  Require(!read.Root.is_discarded(), "value of a state",
          "must be a JSON text in JavaScript's format");
  place = std::move(read.Root);
}

}  // namespace

std::optional<ConnectionStates> ReadConnectionStates(std::string_view text, StateFormat format) {
  auto decoded = DecodeBase64(text);
  if (!decoded) return std::nullopt;
  const auto tree = ParseJson(ReplaceLoneSurrogates(*std::move(decoded)));
  const json& document = tree.Root;
  if (!document.is_object()) return std::nullopt;
  ConnectionStates states;
  for (const auto& [name, value] : document.items()) {
    auto read = ReadValue(value, format);
    if (!read) return std::nullopt;
    states.emplace(name, *std::move(read));
  }
  return states;
}

std::string WriteConnectionStates(const ConnectionStates& states, StateFormat format) {
  JsonTree<json> tree(json::value_t::object);
  json& document = tree.Root;
  for (const auto& [name, value] : states) {
    CheckText(name, "name of a state");
    WriteValue(document[name], value, format);
  }
  return EncodeBase64(document.dump());
}

}  // namespace Azure::Messaging::WebPubSub::Detail
