#pragma once

#include <string>

namespace Azure::Messaging::WebPubSub {

/// What an error answer's body says; members that it lacks are empty.
struct ErrorBody {
  std::string Code;
  std::string Message;
};

/// Reads the service's flat `{"code","message"}`, the wrapped `{"error":{…}}` of other Azure
/// services and gateways, and `application/problem+json` (`title`, `detail`). Anything else gives
/// empty members.
ErrorBody ReadErrorBody(const std::string& body);

}  // namespace Azure::Messaging::WebPubSub
