#include "json/response_bodies.hpp"

#include <nlohmann/json.hpp>

#include "json/parse_json.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using nlohmann::json;

// Responses are read where the calls of the event loop end, too. A larger one is none of these.
JsonTree<json> ParseSmall(const std::string& body) {
  constexpr std::size_t Largest = std::size_t{256} * 1024;
  return body.size() <= Largest ? ParseJson(body) : JsonTree<json>(json::value_t::discarded);
}

std::string TextOrEmpty(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The most specific code in the chain `inner` (or `innererror`), for a body without a code on top.
std::string InnermostCode(const json& object) {
  std::string code;
  for (const json* level = &object; level != nullptr;) {
    if (auto text = TextOrEmpty(*level, "code"); !text.empty()) code = std::move(text);
    const json* next = nullptr;
    for (const char* name : {"inner", "innererror"}) {
      const auto found = level->find(name);
      if (found != level->end() && found->is_object()) next = &*found;
    }
    level = next;
  }
  return code;
}

}  // namespace

ErrorBody ReadErrorBody(const std::string& body) {
  const JsonTree<json> tree = ParseSmall(body);
  const json& document = tree.Root;
  if (!document.is_object()) return {};
  const auto wrapped = document.find("error");
  const json& error = wrapped != document.end() && wrapped->is_object() ? *wrapped : document;

  ErrorBody read;
  read.Code = TextOrEmpty(error, "code");
  if (read.Code.empty()) read.Code = InnermostCode(error);
  for (const char* name : {"message", "detail", "title"}) {
    if (read.Message.empty()) read.Message = TextOrEmpty(error, name);
  }
  return read;
}

std::optional<std::string> ReadClientToken(const std::string& body) {
  const JsonTree<json> document = ParseSmall(body);
  if (!document.Root.is_object()) return std::nullopt;
  auto token = TextOrEmpty(document.Root, "token");
  return token.empty() ? std::nullopt : std::optional(std::move(token));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
