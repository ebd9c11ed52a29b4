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
  /// Of a JSON client; empty for a raw one.
  std::string ConnectionId;

  /// The next message's bytes; empty, with a failure, if none comes.
  std::string Next();
};

/// A local service, and a client of its hub "chat".
class HubTest : public testing::Test {
 protected:
  HubClient ConnectRaw(const ClientAccessOptions& access = {});
  HubClient ConnectJson(const ClientAccessOptions& access = {});

  /// Options of a client in these groups.
  static ClientAccessOptions As(const std::string& userId, std::vector<std::string> groups = {});

  LocalService::Service Service;
  WebPubSubServiceClient Client{Service.ConnectionString(), "chat"};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
