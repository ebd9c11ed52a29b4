// Events that the service doesn't wait for, and what a handler does whatever the event is.

#include <stdexcept>

#include "hub_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::SizeIs;

TEST_F(EventTest, ReadsConnected) {
  EXPECT_EQ(StatusOf(With(MakeConnectedRequest(EventKey, "chat", "c"), "ce-userId", "ann")), 204);
  EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.sys.connected", "")), 204);
  ASSERT_THAT(Hub->Connected, SizeIs(2));
  EXPECT_EQ(Hub->Connected[0].Context.ConnectionId, "c");
  EXPECT_EQ(Hub->Connected[0].Context.EventName, "connected");
  EXPECT_EQ(Hub->Connected[0].Context.UserId, "ann");
}

TEST_F(EventTest, ReadsDisconnected) {
  for (const char* body :
       {R"({"reason":"bye"})", R"({"reason":""})", R"({"reason":null})", "{}", ""}) {
    EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.sys.disconnected", body)), 204) << body;
  }
  ASSERT_THAT(Hub->Disconnected, SizeIs(5));
  EXPECT_EQ(Hub->Disconnected[0].Reason, "bye");
  for (int i = 1; i < 5; ++i) EXPECT_EQ(Hub->Disconnected[static_cast<std::size_t>(i)].Reason, "");
  EXPECT_EQ(Hub->Disconnected[0].Context.EventName, "disconnected");
  EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.sys.disconnected", R"({"reason":1})")), 400);
}

TEST_F(EventTest, ReadsGroupEvents) {
  EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.gp.joined", R"({"group":"lobby"})")), 204);
  EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.gp.left", R"({"group":"a/b"})")), 204);
  ASSERT_THAT(Hub->Joined, SizeIs(1));
  EXPECT_EQ(Hub->Joined[0].Group, "lobby");
  EXPECT_EQ(Hub->Joined[0].Context.EventName, "joined");
  ASSERT_THAT(Hub->Left, SizeIs(1));
  EXPECT_EQ(Hub->Left[0].Group, "a/b");
  EXPECT_EQ(Hub->Left[0].Context.EventName, "left");
  for (const char* body : {"{}", R"({"group":null})", R"({"group":7})", ""}) {
    EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.gp.joined", body)), 400) << body;
  }
}

// By default a hub accepts, and does nothing.
TEST_F(EventTest, HasDefaultsForEveryEvent) {
  const WebPubSubEventHandler handler("chat", std::make_shared<WebPubSubHub>(), Options);
  for (const auto& request : OneOfEach()) {
    const HttpResponse response = handler.Handle(request);
    EXPECT_EQ(response.Status(), 204);
    EXPECT_EQ(response.Body(), "");
    EXPECT_EQ(response.Headers().Size(), 0U);
  }
}

class ThrowingHub : public WebPubSubHub {
 public:
  ConnectReply OnConnect(const ConnectEventRequest&) override { Throw(); }
  void OnConnected(const ConnectedEventRequest&) override { Throw(); }
  void OnDisconnected(const DisconnectedEventRequest&) override { Throw(); }
  UserEventReply OnMessageReceived(const UserEventRequest&) override { Throw(); }
  void OnGroupJoined(const GroupJoinedEventRequest&) override { Throw(); }
  void OnGroupLeft(const GroupLeftEventRequest&) override { throw 7; }

 private:
  [[noreturn]] static void Throw() { throw std::runtime_error("the database is down"); }
};

TEST_F(EventTest, TurnsExceptionsIntoEmptyFailures) {
  const WebPubSubEventHandler handler("chat", std::make_shared<ThrowingHub>(), Options);
  for (const auto& request : OneOfEach()) {
    const HttpResponse response = handler.Handle(request);
    EXPECT_EQ(response.Status(), 500);
    EXPECT_EQ(response.Body(), "");
    EXPECT_EQ(response.Headers().Size(), 0U);
  }
  const auto failures = Log.Of("EventFailed");
  ASSERT_THAT(failures, SizeIs(6));
  EXPECT_EQ(failures[0].Level, LogLevel::Error);
  EXPECT_EQ(FieldOf(failures[0], "reason"), "the database is down");
  EXPECT_EQ(FieldOf(failures[0], "connectionId"), "conn-1");
  EXPECT_EQ(FieldOf(failures[5], "reason"), "an exception of an unknown type");
}

TEST_F(EventTest, AcceptsEventsWithoutCallingTheHub) {
  const auto handler = Handler();
  const auto kindOf = [&](EventHandlerRequest request) {
    return handler.Accept(std::move(request)).index();
  };
  EXPECT_EQ(kindOf(MakeValidationRequest()), 0U);
  EXPECT_EQ(kindOf(With(UserRequest(), "ce-hub", "news")), 0U);
  EXPECT_EQ(kindOf(ConnectRequest()), 1U);
  EXPECT_EQ(kindOf(RequestOfType("azure.webpubsub.sys.connected")), 2U);
  EXPECT_EQ(kindOf(RequestOfType("azure.webpubsub.sys.disconnected")), 3U);
  EXPECT_EQ(kindOf(UserRequest()), 4U);
  EXPECT_EQ(kindOf(RequestOfType("azure.webpubsub.gp.joined", R"({"group":"g"})")), 5U);
  EXPECT_EQ(kindOf(RequestOfType("azure.webpubsub.gp.left", R"({"group":"g"})")), 6U);
  EXPECT_EQ(Hub->Events(), 0U);
}

TEST_F(EventTest, LeavesTheCallersRequestAsItIs) {
  const auto handler = Handler();
  const EventHandlerRequest request = UserRequest("hi");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(handler.Handle(request).Status(), 204);
  EXPECT_EQ(request.Body, "hi");
  EXPECT_EQ(Hub->Messages.at(1).Data, "hi");
}

TEST_F(EventTest, IsCopiedAndMovedCheaply) {
  WebPubSubEventHandler original = Handler();
  const WebPubSubEventHandler copy = original;
  const WebPubSubEventHandler moved = std::move(original);
  EXPECT_EQ(copy.Handle(UserRequest()).Status(), 204);
  EXPECT_EQ(moved.Handle(UserRequest()).Status(), 204);
  EXPECT_THAT(Hub->Messages, SizeIs(2));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
