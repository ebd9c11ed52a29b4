#include "json/connection_states.hpp"

#include <nlohmann/json.hpp>

#include <utility>

#include "core/arguments.hpp"
#include "core/base64.hpp"
#include "json/lone_surrogates.hpp"
#include "json/parse_json.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using nlohmann::json;

std::optional<std::string> ReadValue(const json& value, StateFormat format) {
  if (format == StateFormat::JavaScript) return value.dump();
  if (!value.is_string()) return std::nullopt;
  return DecodeBase64(value.get_ref<const std::string&>());
}

json WriteValue(const std::string& value, StateFormat format) {
  if (format == StateFormat::DotNet) return EncodeBase64(value);
  json read = ParseJson(ReplaceLoneSurrogates(value));
  Require(!read.is_discarded(), "value of a state", "must be a JSON text in JavaScript's format");
  return read;
}

}  // namespace

std::optional<ConnectionStates> ReadConnectionStates(std::string_view text, StateFormat format) {
  auto decoded = DecodeBase64(text);
  const json document = decoded ? ParseJson(ReplaceLoneSurrogates(*std::move(decoded))) : json();
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
  json document = json::object();
  for (const auto& [name, value] : states) {
    CheckText(name, "name of a state");
    document[name] = WriteValue(value, format);
  }
  return EncodeBase64(document.dump());
}

}  // namespace Azure::Messaging::WebPubSub::Detail
