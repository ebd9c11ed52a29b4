#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "local_service/service.hpp"
#include "support/websocket_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

constexpr std::chrono::seconds Patience{20};
constexpr const char* JsonSubprotocol = "json.webpubsub.azure.v1";

/// A connected client of the hub.
struct HubClient {
  WebSocketClient Socket;
  /// Set for a JSON client. Empty for a raw client, which doesn't learn its id.
  std::string ConnectionId;

  /// The next message. If none arrives in time, fails the test and returns an empty string.
  std::string Next();
};

/// A local service, and a client of its hub "chat".
class HubTest : public testing::Test {
 protected:
  HubClient ConnectRaw(const ClientAccessOptions& access = {});
  HubClient ConnectJson(const ClientAccessOptions& access = {});

  /// Options for a client of this user in these groups.
  static ClientAccessOptions As(const std::string& userId, std::vector<std::string> groups = {});

  LocalService::Service Service;
  WebPubSubServiceClient Client{Service.ConnectionString(), "chat"};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
