#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Time At(std::int64_t second) { return Time(std::chrono::seconds(second)); }

Frame MessageFrame(const std::string& text, std::optional<Time> expires = {}) {
  Message message;
  message.Data = text;
  message.Expires = expires;
  return EncodeMessage(message, ClientProtocol::ReliableJson);
}

std::vector<std::string> TextsOf(const std::vector<Frame>& frames) {
  std::vector<std::string> texts;
  for (const Frame& frame : frames) texts.push_back(*frame.Bytes);
  return texts;
}

std::string Numbered(int id, const std::string& text) {
  return R"({"sequenceId":)" + std::to_string(id) +
         R"(,"type":"message","from":"server","dataType":"text","data":")" + text + R"("})";
}

TEST(ReplayBuffer, KeepsUnacknowledgedMessages) {
  ReplayBuffer buffer;
  EXPECT_EQ(*buffer.Add(MessageFrame("a")).Bytes, Numbered(1, "a"));
  buffer.Add(MessageFrame("b"));
  buffer.Add(MessageFrame("c"));
  buffer.Acknowledge(0);
  EXPECT_EQ(buffer.Size(), 3U);
  buffer.Acknowledge(2);
  EXPECT_THAT(TextsOf(buffer.Unacknowledged(At(0))), ElementsAre(Numbered(3, "c")));
  buffer.Acknowledge(99);
  EXPECT_EQ(*buffer.Add(MessageFrame("d")).Bytes, Numbered(4, "d"));
  EXPECT_THAT(TextsOf(buffer.Unacknowledged(At(0))), ElementsAre(Numbered(4, "d")));
}

TEST(ReplayBuffer, SkipsExpiredMessages) {
  ReplayBuffer buffer;
  buffer.Add(MessageFrame("short", At(10)));
  buffer.Add(MessageFrame("long", At(20)));
  EXPECT_THAT(TextsOf(buffer.Unacknowledged(At(10))), ElementsAre(Numbered(2, "long")));
}

TEST(ReplayBuffer, IsOverfullByCountOrBySize) {
  ReplayBuffer many;
  for (std::size_t i = 0; i < ReplayBuffer::MaxFrames; ++i) many.Add(MessageFrame(""));
  EXPECT_FALSE(many.IsOverfull());
  many.Add(MessageFrame(""));
  EXPECT_TRUE(many.IsOverfull());

  ReplayBuffer large;
  large.Add(MessageFrame(std::string(ReplayBuffer::MaxBytes, 'a')));
  EXPECT_TRUE(large.IsOverfull());
  large.Acknowledge(1);
  EXPECT_FALSE(large.IsOverfull());
}

TEST(ReliableClient, AcknowledgesMessages) {
  ServiceBench service;
  auto& client = service.Connect("c1", {}, ClientProtocol::ReliableJson);
  service.Call("POST", "/api/hubs/chat/:send", "a", "text/plain");
  service.Call("POST", "/api/hubs/chat/:send", "b", "text/plain");
  EXPECT_THAT(client.Frames, ElementsAre(Numbered(1, "a"), Numbered(2, "b")));
  EXPECT_TRUE(service.ReceiveFrom("c1", R"({"type":"sequenceAck","sequenceId":1})"));
  EXPECT_EQ(service.Chat().Find("c1")->Replay.Size(), 1U);
  EXPECT_FALSE(service.ReceiveFrom("c1", R"({"type":"sequenceAck"})"));
}

TEST(ReliableClient, IsDisconnectedWhenItLeavesTooMuchUnacknowledged) {
  ServiceBench service;
  auto& client = service.Connect("c1", {}, ClientProtocol::ReliableJson);
  for (std::size_t i = 0; i < ReplayBuffer::MaxFrames; ++i) {
    service.Call("POST", "/api/hubs/chat/:send", "a", "text/plain");
  }
  EXPECT_EQ(service.Call("HEAD", "/api/hubs/chat/connections/c1").Status, 200);
  EXPECT_EQ(service.Call("POST", "/api/hubs/chat/:send", "a", "text/plain").Status, 202);
  EXPECT_TRUE(client.Aborted);
  EXPECT_EQ(service.Call("HEAD", "/api/hubs/chat/connections/c1").Status, 404);
}

TEST(ReliableClient, CanBeDisconnectedByItsOwnMessage) {
  ServiceBench service;
  auto& client =
      service.Connect("c1", {}, ClientProtocol::ReliableJson, {"g"}, {"webpubsub.sendToGroup"});
  const std::string hello = R"({"type":"sendToGroup","group":"g","data":1,"ackId":)";
  for (std::size_t i = 0; i <= ReplayBuffer::MaxFrames; ++i) {
    EXPECT_TRUE(service.ReceiveFrom("c1", hello + std::to_string(i) + "}"));
  }
  EXPECT_TRUE(client.Aborted);
  EXPECT_EQ(client.Frames.size(), 2 * ReplayBuffer::MaxFrames);
  EXPECT_EQ(service.Chat().Find("c1"), nullptr);
}

TEST(ReliableClient, ExistsForAWhileAfterItLosesItsConnection) {
  ServiceBench service;
  service.Connect("c1", "ann", ClientProtocol::ReliableJson, {"g"});
  service.Chat().Detach(*service.Chat().Find("c1"), At(Now + 30));
  RemoveLost(service.AllHubs(), At(Now + 29));
  for (const char* target : {"connections/c1", "users/ann", "groups/g"}) {
    EXPECT_EQ(service.Call("HEAD", std::string("/api/hubs/chat/") + target).Status, 200) << target;
  }
  EXPECT_EQ(service.Call("POST", "/api/hubs/chat/:send", "a", "text/plain").Status, 202);
  EXPECT_EQ(service.Chat().Find("c1")->Replay.Size(), 1U);
  RemoveLost(service.AllHubs(), At(Now + 30));
  EXPECT_EQ(service.Call("HEAD", "/api/hubs/chat/connections/c1").Status, 404);
  EXPECT_EQ(service.Call("DELETE", "/api/hubs/chat/connections/c1").Status, 204);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
