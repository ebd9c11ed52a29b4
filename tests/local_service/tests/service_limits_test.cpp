// The limits that protect a service from a single client.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "emulator/recorded_client.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::HasSubstr;

class Limits : public ServiceTest {
 protected:
  /// The number of frames that the service queues for the only client of the hub.
  [[nodiscard]] int Queued() const {
    const auto state = nlohmann::json::parse(Service.State());
    return state.at("hubs").at("chat").at("connections").at(0).at("queued");
  }
  RecordedClient ConnectRecorded(const ServiceClient& client) {
    const std::string url = client.ClientUrl();
    const std::string target = url.substr(url.find("/client/"));
    RecordedClient connected(static_cast<std::uint16_t>(std::stoi(client.Host().substr(10))),
                             target, {{"Host", client.Host()}});
    EXPECT_EQ(connected.Response().Status, 101);
    return connected;
  }
};

TEST_F(Limits, DisconnectAClientThatLeavesSixteenMebibytesUnreadAndServeTheOthers) {
  auto slow = WebSocketClient(Client.ClientUrl(R"("sub":"slow")"));
  auto other = WebSocketClient(Client.ClientUrl());
  const std::string large(1024 * 1024, 'a');
  EXPECT_TRUE(WaitUntil([&] {
    EXPECT_EQ(Client.SendText("/:send", large), 202);
    EXPECT_EQ(Next(other).size(), large.size());
    return Client.Call("HEAD", "/api/hubs/chat/users/slow") == 404;
  }));
  EXPECT_EQ(CloseCodeOf(slow), 0);
}

TEST_F(Limits, DisconnectAClientThatLeavesAThousandMessagesUnreadAndServeTheOthers) {
  auto slow = WebSocketClient(Client.ClientUrl(R"("sub":"slow")"));
  auto other = WebSocketClient(Client.ClientUrl());
  const std::string message(4 * 1024, 'a');
  const std::string request = Client.Request("POST", "/api/hubs/chat/:send", message);
  HttpConnection connection(Service.Port());
  std::size_t sent = 0;
  EXPECT_TRUE(WaitUntil([&] {
    for (int i = 0; i < 100; ++i, ++sent) {
      connection.Send(request);
      EXPECT_EQ(connection.Receive()->Status, 202);
      EXPECT_EQ(Next(other).size(), message.size());
    }
    return Client.Call("HEAD", "/api/hubs/chat/users/slow") == 404;
  }));
  // The number of messages reached its limit, not their size.
  EXPECT_GT(sent, 1000U);
  EXPECT_LT(sent * message.size(), 16U * 1024 * 1024);
  EXPECT_EQ(CloseCodeOf(slow), 0);
}

TEST_F(Limits, DiscardMessagesThatExpireBeforeAClientReadsThem) {
  auto slow = WebSocketClient(Client.ClientUrl());
  const std::string large(1024 * 1024, 'a');
  int sent = 0;
  for (; sent < 2 || Queued() < 2; ++sent) EXPECT_EQ(Client.SendText("/:send", large), 202);
  EXPECT_EQ(Client.SendText("/:send?messageTtlSeconds=5", "short"), 202);
  EXPECT_EQ(Client.SendText("/:send?messageTtlSeconds=6", "long"), 202);
  Service.AdvanceClock(std::chrono::seconds(5));
  for (int i = 0; i < sent; ++i) EXPECT_EQ(Next(slow).size(), large.size());
  EXPECT_EQ(Next(slow), "long");
}

TEST_F(ReliableClients, AreRemovedWhenTheyAcknowledgeTooLittle) {
  auto client = Connect();
  LoseConnection();
  const std::string large(1024 * 1024, 'a');
  for (int i = 0; i < 15; ++i) EXPECT_EQ(Client.SendText("/users/ann/:send", large), 202);
  EXPECT_TRUE(Exists());
  EXPECT_EQ(Client.SendText("/users/ann/:send", large), 202);
  EXPECT_FALSE(Exists());
  auto back = Recover(Token);
  EXPECT_EQ(CloseCodeOf(back), 1008);
}

TEST_F(Limits, DisconnectClientsThatDoNotRespondToPings) {
  ServiceOptions options;
  options.PingInterval = std::chrono::milliseconds(300);
  LocalService::Service service(options);
  const ServiceClient client(service);
  RecordedClient silent = ConnectRecorded(client);
  RecordedClient alive = ConnectRecorded(client);
  for (int i = 0; i < 4; ++i) {
    const auto ping = alive.Receive();
    ASSERT_TRUE(ping);
    EXPECT_EQ(ping->Type, RecordedFrame::Kind::Ping);
    alive.SendPong(ping->Data);
  }
  // Meanwhile, the service has disconnected the client that doesn't respond.
  const auto ping = silent.Receive();
  ASSERT_TRUE(ping);
  EXPECT_EQ(ping->Type, RecordedFrame::Kind::Ping);
  EXPECT_FALSE(silent.Receive());
  EXPECT_EQ(silent.Ended()->Code, 1006);
  EXPECT_EQ(client.SendText("/:send", "still here"), 202);
  const auto message = alive.Receive();
  EXPECT_EQ(message ? message->Data : "", "still here");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
