#pragma once

#include <functional>
#include <string>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Gets what a client does, in words, such as `joined group "room"`.
using ClientLog = std::function<void(const std::string& what)>;

/// What the log says of a message that a client has published to a group.
std::string DescribePublished(const Message& message);

}  // namespace Azure::Messaging::WebPubSub::LocalService
