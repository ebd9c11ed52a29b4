#include "json/token_response.hpp"

#include <nlohmann/json.hpp>

#include "json/parse_json.hpp"

namespace Azure::Messaging::WebPubSub {

std::optional<std::string> ReadTokenResponse(const std::string& body) {
  const nlohmann::json document = ParseJson(body);
  if (!document.is_object()) return std::nullopt;
  const auto token = document.find("token");
  if (token == document.end() || !token->is_string()) return std::nullopt;
  auto text = token->get<std::string>();
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace Azure::Messaging::WebPubSub
