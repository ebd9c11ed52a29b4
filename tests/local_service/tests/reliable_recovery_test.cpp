#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::HasSubstr;

TEST_F(ReliableClients, ReplaceTheirOldConnectionWhenTheyReconnect) {
  auto client = Connect();
  auto back = Recover(Token);
  EXPECT_EQ(CloseCodeOf(client), 0);
  EXPECT_EQ(Client.SendText("/users/ann/:send", "hi"), 202);
  EXPECT_THAT(Next(back), HasSubstr("hi"));
}

TEST_F(ReliableClients, CannotReconnectWithoutTheirToken) {
  auto client = Connect();
  const std::string token = Token;
  LoseConnection();
  for (const std::string& wrong : {std::string(), token + "x"}) {
    auto back = Recover(wrong);
    EXPECT_EQ(CloseCodeOf(back), 1008);
    EXPECT_EQ(back.CloseReason(), "The connection could not be recovered.");
  }
  const std::string first = Id;
  auto other = Connect();
  Id = first;
  auto foreign = Recover(Token);
  EXPECT_EQ(CloseCodeOf(foreign), 1008);
  EXPECT_TRUE(Exists());
}

TEST_F(ReliableClients, AreRemovedAfterTheRecoveryWindow) {
  auto client = Connect();
  LoseConnection();
  Service.AdvanceClock(std::chrono::seconds(29));
  EXPECT_TRUE(Exists());
  Service.AdvanceClock(std::chrono::seconds(1));
  EXPECT_FALSE(Exists());
  auto back = Recover(Token);
  // Without the subprotocol, a browser would fail the handshake and never receive the close code.
  EXPECT_EQ(back.Subprotocol(), ReliableJsonSubprotocol);
  EXPECT_EQ(CloseCodeOf(back), 1008);
}

TEST_F(ReliableClients, AreRemovedWhenTheyCloseNormally) {
  auto client = Connect();
  client.Close(1000);
  EXPECT_TRUE(WaitUntil([&] { return !Exists(); }));

  auto away = Connect();
  away.Close(1001);
  EXPECT_TRUE(WaitUntil([&] { return IsDetached(); }));
  EXPECT_EQ(Client.Call("DELETE", "/api/hubs/chat/connections/" + Id), 204);
  auto back = Recover(Token);
  EXPECT_EQ(CloseCodeOf(back), 1008);
}

TEST_F(ReliableClients, DoNotReceiveExpiredMessages) {
  auto client = Connect();
  LoseConnection();
  EXPECT_EQ(Client.SendText("/:send?messageTtlSeconds=5", "short"), 202);
  EXPECT_EQ(Client.SendText("/:send?messageTtlSeconds=0", "eternal"), 202);
  Service.AdvanceClock(std::chrono::seconds(5));
  auto back = Recover(Token);
  EXPECT_THAT(Next(back), HasSubstr("eternal"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
