#pragma once

#include <functional>
#include <string>

#include "local_service/hubs.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Receives a description of what a client does, such as `joined group "room"`.
using ClientLog = std::function<void(const std::string& what)>;

/// For example `connected to hub chat as "ann", by json.webpubsub.azure.v1`.
std::string DescribeConnected(const Connection& client, const std::string& hubName);
/// For example `published 5 bytes of text to group "room"`.
std::string DescribePublished(const Message& message);

}  // namespace Azure::Messaging::WebPubSub::LocalService
