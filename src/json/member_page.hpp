#pragma once

#include <azure/messaging/webpubsub/models.hpp>

#include <optional>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// A page of a group's members as it stands in an answer's body.
struct MemberPage {
  std::vector<WebPubSubGroupMember> Members;
  /// As the service wrote it, absolute or relative; empty on the last page.
  std::string NextLink;
};

/// Nothing if the body is no such page. Members that the API doesn't know are ignored.
std::optional<MemberPage> ReadMemberPage(const std::string& body);

}  // namespace Azure::Messaging::WebPubSub
