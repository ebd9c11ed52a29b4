#include "json/member_page.hpp"

#include <nlohmann/json.hpp>

#include "json/parse_json.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

using nlohmann::json;

// False if the member is there, but neither a string nor null.
bool ReadOptionalText(const json& object, const char* name, std::optional<std::string>& text) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return true;
  if (!found->is_string()) return false;
  text = found->get<std::string>();
  return true;
}

std::optional<WebPubSubGroupMember> ReadMember(const json& member) {
  if (!member.is_object()) return std::nullopt;
  std::optional<std::string> connectionId;
  std::optional<std::string> userId;
  if (!ReadOptionalText(member, "connectionId", connectionId) || !connectionId ||
      !ReadOptionalText(member, "userId", userId)) {
    return std::nullopt;
  }
  return WebPubSubGroupMember(*std::move(connectionId), std::move(userId));
}

}  // namespace

std::optional<MemberPage> ReadMemberPage(const std::string& body) {
  const json document = ParseJson(body);
  if (!document.is_object()) return std::nullopt;
  const auto value = document.find("value");
  if (value == document.end() || !value->is_array()) return std::nullopt;

  MemberPage page;
  page.Members.reserve(value->size());
  for (const json& element : *value) {
    auto member = ReadMember(element);
    if (!member) return std::nullopt;
    page.Members.push_back(*std::move(member));
  }
  std::optional<std::string> nextLink;
  if (!ReadOptionalText(document, "nextLink", nextLink)) return std::nullopt;
  page.NextLink = std::move(nextLink).value_or(std::string());
  return page;
}

}  // namespace Azure::Messaging::WebPubSub
