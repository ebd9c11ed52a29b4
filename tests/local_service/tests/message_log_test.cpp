#include "local_service/message_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class LoggedMessages : public testing::Test {
 protected:
  ServiceBench Bench;

  const PassedMessage& Last() { return Bench.AllHubs().Messages.Messages().back(); }
};

TEST_F(LoggedMessages, ContainMessagesFromTheServer) {
  Bench.Connect("c1", "ann", ClientProtocol::Json, {"room"});
  Bench.Connect("c2", {}, ClientProtocol::Raw, {"room"});
  EXPECT_EQ(Bench.Call("POST", "/api/hubs/Chat/groups/room/:send", "hello", "text/plain").Status,
            202);
  EXPECT_EQ(Last().Number, 1U);
  EXPECT_EQ(Last().Time, LocalService::Time(std::chrono::seconds(Now)));
  EXPECT_EQ(Last().Hub, "chat");
  EXPECT_EQ(Last().FromConnection, std::nullopt);
  EXPECT_EQ(Last().Group, "room");
  EXPECT_EQ(Last().Type, DataType::Text);
  EXPECT_EQ(Last().Size, 5U);
  EXPECT_EQ(Last().Preview, "hello");
  EXPECT_EQ(Last().Receivers, 2U);
  EXPECT_THAT(Last().FirstReceivers, ElementsAre("ann", "c2"));
}

TEST_F(LoggedMessages, ContainMessagesThatClientsPublish) {
  Bench.Connect("c1", "ann", ClientProtocol::Json, {"room"}, {"webpubsub.sendToGroup"});
  EXPECT_TRUE(Bench.ReceiveFrom("c1", R"({"type":"sendToGroup","group":"room","data":{"a":1}})"));
  EXPECT_EQ(Last().FromConnection, "c1");
  EXPECT_EQ(Last().FromUser, "ann");
  EXPECT_EQ(Last().Type, DataType::Json);
  EXPECT_EQ(Last().Preview, R"({"a":1})");
}

TEST_F(LoggedMessages, ContainMessagesWithoutReceivers) {
  EXPECT_EQ(
      Bench.Call("POST", "/api/hubs/empty/:send", "\xDE\xAD", "application/octet-stream").Status,
      202);
  RemoveLost(Bench.AllHubs(), LocalService::Time(std::chrono::seconds(Now)));
  EXPECT_EQ(Last().Hub, "empty");
  EXPECT_EQ(Last().Receivers, 0U);
  EXPECT_EQ(Last().Preview, "de ad");
}

TEST(MessageLog, KeepsTheLastMessages) {
  MessageLog log;
  for (int i = 0; i < 250; ++i) log.Add("chat", Message(), {}, 0, LocalService::Time());
  ASSERT_THAT(log.Messages(), SizeIs(MessageLog::MaxMessages));
  EXPECT_EQ(log.Messages().front().Number, 151U);
  EXPECT_EQ(log.Messages().back().Number, 250U);
}

TEST(MessageLog, KeepsTheBeginningOfALongMessage) {
  MessageLog log;
  Message message;
  message.Data = std::string(MessageLog::MaxPreviewSize - 1, 'x') + "\xC3\xA4" + "xyz";
  log.Add("chat", message, {}, 0, LocalService::Time());
  EXPECT_EQ(log.Messages().back().Preview, std::string(MessageLog::MaxPreviewSize - 1, 'x'));
  EXPECT_EQ(log.Messages().back().Size, message.Data.size());
  message.Type = DataType::Binary;
  log.Add("chat", message, {}, 0, LocalService::Time());
  EXPECT_LE(log.Messages().back().Preview.size(), MessageLog::MaxPreviewSize);
}

TEST_F(LoggedMessages, NameTheFirstReceivers) {
  for (int i = 0; i < 9; ++i) Bench.Connect("c" + std::to_string(i));
  EXPECT_EQ(Bench.Call("POST", "/api/hubs/chat/:send", "hi", "text/plain").Status, 202);
  EXPECT_EQ(Last().Receivers, 9U);
  EXPECT_THAT(Last().FirstReceivers, ElementsAre("c0", "c1", "c2", "c3", "c4"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
