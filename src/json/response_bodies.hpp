#pragma once

#include <azure/messaging/webpubsub/models.hpp>

#include <optional>
#include <string>
#include <vector>

// The JSON that the library reads. Members that it doesn't know are ignored.
namespace Azure::Messaging::WebPubSub::Detail {

/// The body of an error response; members that it lacks are empty.
struct ErrorBody {
  std::string Code;
  std::string Message;
};

/// Reads the service's flat `{"code","message"}`, the wrapped `{"error":{…}}` of other Azure
/// services and gateways, and `application/problem+json` (`title`, `detail`). Anything else gives
/// empty members.
ErrorBody ReadErrorBody(const std::string& body);

/// A page of a group's members.
struct MemberPage {
  std::vector<WebPubSubGroupMember> Members;
  /// As the service wrote it, absolute or relative; empty on the last page.
  std::string NextLink;
};

/// Reads without a tree, because a page may be large: with the body, the members that the service
/// sends take at most three times the body's memory.
/// @return nothing if the body isn't such a page.
std::optional<MemberPage> ReadMemberPage(const std::string& body);

/// The token in the response to `:generateToken`; nothing if there is none.
std::optional<std::string> ReadClientToken(const std::string& body);

}  // namespace Azure::Messaging::WebPubSub::Detail
