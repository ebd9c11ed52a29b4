#include "hub_fixture.hpp"

#include <nlohmann/json.hpp>

namespace Azure::Messaging::WebPubSub::Testing {

std::string HubClient::Next() {
  const auto frame = Socket.Receive(Patience);
  EXPECT_TRUE(frame.has_value()) << "no message arrived";
  return frame ? frame->Data : std::string();
}

HubClient HubTest::ConnectRaw(const ClientAccessOptions& access) {
  HubClient client{WebSocketClient(Client.GetClientAccessUri(access)), {}};
  // A raw client gets no greeting, so this waits until the service knows the connection.
  while (!access.UserId.empty() && !Client.UserExists(access.UserId)) {
  }
  return client;
}

HubClient HubTest::ConnectJson(const ClientAccessOptions& access) {
  HubClient client{WebSocketClient(Client.GetClientAccessUri(access), JsonSubprotocol), {}};
  const auto greeting = nlohmann::json::parse(client.Next());
  EXPECT_EQ(greeting.at("event"), "connected");
  client.ConnectionId = greeting.at("connectionId");
  return client;
}

ClientAccessOptions HubTest::As(const std::string& userId, std::vector<std::string> groups) {
  ClientAccessOptions access;
  access.UserId = userId;
  access.Groups = std::move(groups);
  return access;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
