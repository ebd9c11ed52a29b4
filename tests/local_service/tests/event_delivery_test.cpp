// How events reach their handler: attempts, time-outs, order, and what doesn't fit into headers.

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <future>

#include "event_fixture.hpp"
#include "local_service/event_request.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

bool IsUserEvent(const HandlerRequest& request) { return request.Event().rfind("user.", 0) == 0; }

// Holds the responses to user events until it is opened.
class Gate {
 public:
  ~Gate() { Open(); }
  void Open() {
    if (!isOpen_.exchange(true)) promise_.set_value();
  }
  EventHandlerServer::Respond Hold(const HandlerReply& reply = HandlerReply()) {
    return [opened = opened_, reply](const HandlerRequest& request) {
      if (!IsUserEvent(request)) return StatusReply(204);
      opened.wait_for(Patience);
      return reply;
    };
  }

 private:
  std::atomic<bool> isOpen_{false};
  std::promise<void> promise_;
  std::shared_future<void> opened_ = promise_.get_future().share();
};

struct AttemptsRow {
  std::string Name;
  // One for each attempt; the last one repeats.
  std::vector<HandlerReply> Replies;
  std::size_t Attempts;
  bool Succeeds;
};

void PrintTo(const AttemptsRow& row, std::ostream* out) { *out << row.Name; }

HandlerReply Drop() {
  HandlerReply reply;
  reply.Drops = true;
  return reply;
}

class EventAttempts : public EventsTest, public testing::WithParamInterface<AttemptsRow> {};

TEST_P(EventAttempts, RepeatTheSameRequest) {
  auto next = std::make_shared<std::atomic<std::size_t>>(0);
  Start([next](const HandlerRequest& request) {
    if (!IsUserEvent(request)) return StatusReply(204);
    const auto& replies = GetParam().Replies;
    return replies[std::min(next->fetch_add(1), replies.size() - 1)];
  });
  auto client = ConnectJson();
  (void)Handler->Wait(2);
  client.SendText(EventMessage("e", "data", R"("ackId":1)"));
  EXPECT_EQ(Next(client), GetParam().Succeeds ? SucceededAck(1) : FailedAck(1));
  const auto events = Handler->Events();
  ASSERT_EQ(events.size(), 2 + GetParam().Attempts);
  for (std::size_t i = 3; i < events.size(); ++i) {
    EXPECT_EQ(events[i].Body, "data");
    for (const char* name : {"ce-id", "x-ms-client-request-id", "ce-time", "ce-signature"}) {
      EXPECT_EQ(events[i].Header(name), events[2].Header(name));
    }
  }
  client.SendText(EventMessage("e", "next", R"("ackId":2)"));
  EXPECT_EQ(Handler->Wait(events.size() + 1).Header("ce-id"), "3");
}

INSTANTIATE_TEST_SUITE_P(
    Table, EventAttempts,
    testing::Values(
        AttemptsRow{"ServerErrors", {StatusReply(500)}, 4, false},
        AttemptsRow{"AllServerErrors",
                    {StatusReply(501), StatusReply(503), StatusReply(599), StatusReply(200)},
                    4,
                    true},
        AttemptsRow{"RequestTimeout", {StatusReply(408), StatusReply(204)}, 2, true},
        AttemptsRow{"LostConnections", {Drop()}, 4, false},
        AttemptsRow{"LostOnce", {Drop(), StatusReply(204)}, 2, true},
        AttemptsRow{"TooManyRequests", {StatusReply(429)}, 1, false},
        AttemptsRow{"BadRequest", {StatusReply(400)}, 1, false},
        AttemptsRow{"Redirection", {StatusReply(307)}, 1, false},
        AttemptsRow{"RefusedAfterAnError", {StatusReply(500), StatusReply(403)}, 2, false}),
    [](const auto& row) { return row.param.Name; });

TEST(EventSchedule, IsThatOfTheService) {
  const ServiceOptions options;
  EXPECT_THAT(options.EventRetryDelays,
              testing::ElementsAre(milliseconds(1000), milliseconds(3000), milliseconds(5000)));
  EXPECT_EQ(options.EventTimeout, std::chrono::seconds(100));
  EXPECT_EQ(options.ValidationTimeout, std::chrono::seconds(10));
}

TEST_F(EventsTest, RefuseAClientAfterFourServerErrors) {
  Start([](const HandlerRequest&) { return StatusReply(503); });
  EXPECT_EQ(StatusOfUpgrade(), 503);
  EXPECT_EQ(Handler->Events().size(), 4U);
  EXPECT_THAT(Log(), HasSubstr("/events/connect 503, after 4 attempts"));
}

TEST_F(EventsTest, RefuseAClientIfTheHandlerIsNotThere) {
  Options.EventHandlers.resize(1);
  Options.EventHandlers[0].Url = "http://127.0.0.1:1/";
  Start();
  EXPECT_EQ(StatusOfUpgrade(), 500);
  EXPECT_THAT(Log(), HasSubstr("could not connect"));
}

TEST_F(EventsTest, GiveUpAHandlerThatNeverResponds) {
  Adjust = [](ServiceOptions& options) { options.EventTimeout = milliseconds(100); };
  Start([](const HandlerRequest& request) {
    return IsUserEvent(request) ? Hang() : StatusReply(204);
  });
  auto client = ConnectJson();
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_EQ(Next(client), FailedAck(1));
  EXPECT_EQ(Handler->Events().size(), 3U);  // A time-out isn't retried.
  EXPECT_THAT(Log(), HasSubstr("failed: no response within 100 ms"));
}

TEST_F(EventsTest, LimitTheTimeOfAllAttempts) {
  Adjust = [](ServiceOptions& options) {
    options.EventTimeout = milliseconds(50);
    options.EventRetryDelays = {std::chrono::hours(1)};
  };
  Start([](const HandlerRequest&) { return StatusReply(500); });
  EXPECT_EQ(StatusOfUpgrade(), 500);
  EXPECT_EQ(Handler->Events().size(), 1U);
}

TEST_F(EventsTest, FailWithAResponseOverTheLimit) {
  for (const std::size_t size : {HttpCall::MaxResponseSize, HttpCall::MaxResponseSize + 1}) {
    Options = ServiceOptions();
    Start([size](const HandlerRequest& request) {
      return IsUserEvent(request) ? TextReply(std::string(size, 'x')) : StatusReply(204);
    });
    const bool fits = size == HttpCall::MaxResponseSize;
    auto client = ConnectJson();
    client.SendText(EventMessage("e", "x", R"("ackId":1)"));
    // The message is larger than what a client's queue may hold, so the client is cut off.
    EXPECT_EQ(fits ? "" : Next(client), fits ? "" : FailedAck(1));
    EXPECT_TRUE(WaitUntil([&] {
      return Log().find(fits ? "user.e of client " + Id + ": POST " + Handler->Url().substr(0, 30)
                             : "failed: the response is too large") != std::string::npos;
    }));
    EXPECT_EQ(Handler->Events().size(), 3U);
    Service.reset();
  }
}

TEST_F(EventsTest, SendTheBytesOfAUserId) {
  Start([](const HandlerRequest& request) {
    return request.Event() == "connect" ? JsonReply("{\"userId\":\"Ł%41 ü\"}") : StatusReply(204);
  });
  auto client = ConnectJson(R"("sub":"ann")");
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_EQ(Next(client), SucceededAck(1));
  EXPECT_EQ(Handler->Wait(1).Header("ce-userid"), "ann");
  EXPECT_EQ(Handler->Wait(3).Header("ce-userid"), "Ł%41 ü");
}

TEST_F(EventsTest, SendAnEmptyUserIdAndLeaveNoneOut) {
  Start([](const HandlerRequest& request) {
    return request.Event() == "connect" ? JsonReply(R"({"userId":""})") : StatusReply(204);
  });
  auto client = ConnectJson();
  EXPECT_EQ(Handler->Wait(1).Header("ce-userid"), "-");
  EXPECT_EQ(Handler->Wait(2).Header("ce-userid"), "");
}

TEST_F(EventsTest, NeverPutAUserIdWithALineBreakIntoAHeader) {
  Start();
  EXPECT_EQ(StatusOfUpgrade(R"("sub":"ann\r\nce-hub: other")"), 500);
  EXPECT_EQ(Handler->Names(), "");
  EXPECT_THAT(Log(), HasSubstr("failed: The header ce-userId can't have this value."));
}

// Order

TEST_F(EventsTest, HoldBackWhatFollowsOnTheirConnectionOnly) {
  Gate gate;
  Start(gate.Hold(TextReply("reply")));
  auto busy = ConnectJson(AllRoles);
  auto other = ConnectJson(AllRoles);
  busy.SendText(EventMessage("e", "x", R"("ackId":1)"));
  (void)Handler->Wait(5);
  busy.SendText(
      R"({"type":"sendToGroup","group":"room","dataType":"text","data":"later","ackId":2})");
  busy.SendText(R"({"type":"ping"})");
  other.SendText(
      R"({"type":"sendToGroup","group":"room","dataType":"text","data":"now","ackId":1})");
  EXPECT_EQ(Member(Next(busy), "data"), "now");
  EXPECT_EQ(Member(Next(other), "data"), "now");
  EXPECT_EQ(Next(other), SucceededAck(1));
  EXPECT_TRUE(
      WaitUntil([&] { return Service->State().find(R"("waiting":2)") != std::string::npos; }));
  gate.Open();
  EXPECT_EQ(Next(busy), ServerText("reply"));
  EXPECT_EQ(Next(busy), SucceededAck(1));
  EXPECT_EQ(Member(Next(busy), "data"), "later");
  EXPECT_EQ(Next(busy), SucceededAck(2));
  EXPECT_EQ(Next(busy), R"({"type":"pong"})");
  EXPECT_EQ(Member(Next(other), "data"), "later");
}

TEST_F(EventsTest, StayInOrder) {
  Start([](const HandlerRequest& request) {
    return IsUserEvent(request) ? TextReply(request.Body) : StatusReply(204);
  });
  auto client = ConnectJson();
  for (int i = 1; i <= 50; ++i) {
    client.SendText(EventMessage("e", std::to_string(i), R"("ackId":)" + std::to_string(i)));
  }
  for (int i = 1; i <= 50; ++i) {
    EXPECT_EQ(Next(client), ServerText(std::to_string(i)));
    EXPECT_EQ(Next(client), SucceededAck(i));
  }
}

TEST_F(EventsTest, StopReadingAClientWithSixtyFourMessagesBehindOne) {
  Gate gate;
  Adjust = [](ServiceOptions& options) { options.PingInterval = milliseconds(300); };
  Start(gate.Hold());
  auto client = ConnectJson();
  constexpr int Count = 100;
  for (int i = 0; i < Count; ++i) {
    client.SendText(EventMessage("e", "x", R"("ackId":)" + std::to_string(i)));
  }
  const auto isFull = [&] { return Service->State().find(R"("waiting":64)") != std::string::npos; };
  EXPECT_TRUE(WaitUntil(isFull));
  // The client isn't given up meanwhile, although nothing is read from it.
  EXPECT_FALSE(client.Receive(milliseconds(1000)));
  EXPECT_FALSE(client.IsClosed());
  EXPECT_TRUE(isFull());
  EXPECT_EQ(Handler->Events().size(), 3U);
  gate.Open();
  for (int i = 0; i < Count; ++i) EXPECT_EQ(Next(client), SucceededAck(i));
}

TEST_F(EventsTest, CloseAClientThatIsNotRead) {
  Gate gate;
  Start(gate.Hold());
  auto client = ConnectJson();
  for (int i = 0; i < 100; ++i) client.SendText(EventMessage("e", "x"));
  EXPECT_TRUE(
      WaitUntil([&] { return Service->State().find(R"("waiting":64)") != std::string::npos; }));
  EXPECT_EQ(Client->Call("DELETE", "/api/hubs/chat/connections/" + Id), 204);
  EXPECT_EQ(CloseCodeOf(client), 1000);
  EXPECT_TRUE(WaitUntil([&] { return Log().find("failed: cancelled") != std::string::npos; }));
  auto aborted = ConnectJson();
  for (int i = 0; i < 100; ++i) aborted.SendText(EventMessage("e", "x"));
  EXPECT_TRUE(
      WaitUntil([&] { return Service->State().find(R"("waiting":64)") != std::string::npos; }));
  EXPECT_TRUE(Service->AbortClient(Id));
  EXPECT_EQ(CloseCodeOf(aborted), 0);
  EXPECT_TRUE(WaitUntil([&] { return Service->State() == R"({"hubs":{}})"; }));
}

TEST_F(EventsTest, AreCancelledForAClientThatLeaves) {
  Start([](const HandlerRequest& request) {
    return IsUserEvent(request) ? Hang() : StatusReply(204);
  });
  {
    auto client = ConnectJson();
    client.SendText(EventMessage("e", "x"));
    (void)Handler->Wait(3);
  }
  EXPECT_TRUE(WaitUntil([&] { return Log().find("failed: cancelled") != std::string::npos; }));
  EXPECT_EQ(Handler->Wait(4).Event(), "disconnected");
}

TEST_F(EventsTest, ReachAReliableClientThatWasAwayMeanwhile) {
  Gate gate;
  Start(gate.Hold(TextReply("reply")));
  WebSocketClient client(Client->ClientUrl(), ReliableJsonSubprotocol);
  const std::string connected = Next(client);
  const std::string id = Member(connected, "connectionId");
  (void)Handler->Wait(2);
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  client.SendText(EventMessage("e", "y", R"("ackId":2)"));
  EXPECT_TRUE(
      WaitUntil([&] { return Service->State().find(R"("waiting":1)") != std::string::npos; }));
  EXPECT_TRUE(Service->AbortClient(id));
  EXPECT_TRUE(
      WaitUntil([&] { return Service->State().find(R"("attached":false)") != std::string::npos; }));
  gate.Open();
  EXPECT_EQ(Handler->Wait(4).Body, "y");
  EXPECT_TRUE(WaitUntil(
      [&] { return Service->State().find(R"("unacknowledged":2)") != std::string::npos; }));
  WebSocketClient back("ws://" + Client->Host() + "/client/hubs/chat?awps_connection_id=" + id +
                           "&awps_reconnection_token=" + Member(connected, "reconnectionToken"),
                       ReliableJsonSubprotocol);
  EXPECT_THAT(Next(back), HasSubstr(R"("sequenceId":1)"));
  EXPECT_THAT(Next(back), HasSubstr(R"("sequenceId":2)"));
  // Its acks are lost; the ids say so.
  back.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_THAT(Next(back), HasSubstr("Duplicate"));
}

TEST_F(EventsTest, AreCancelledIfTheServiceStops) {
  Start([](const HandlerRequest& request) {
    return request.Event() == "connect" ? StatusReply(204) : Hang();
  });
  auto client = ConnectJson();
  Service->Stop();
  for (const std::string name : {"connected", "disconnected"}) {
    EXPECT_THAT(Log(), HasSubstr("event " + name + " of client " + Id + ": POST " +
                                 Handler->Url().substr(0, Handler->Url().find('{')) + name +
                                 " failed: cancelled"));
  }
}

// The time from a message to its arrival: the median of 200.
milliseconds::rep MedianMicroseconds(WebSocketClient& client) {
  std::vector<milliseconds::rep> times;
  for (int i = 0; i < 200; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    client.SendText(R"({"type":"sendToGroup","group":"room","dataType":"text","data":"hi"})");
    EXPECT_EQ(Member(Next(client), "data"), "hi");
    times.push_back(std::chrono::duration_cast<std::chrono::microseconds>(
                        std::chrono::steady_clock::now() - begin)
                        .count());
  }
  std::nth_element(times.begin(), times.begin() + 100, times.end());
  return times[100];
}

TEST_F(EventsTest, DoNotSlowDownOtherConnections) {
  Start([](const HandlerRequest& request) {
    return IsUserEvent(request) ? Hang() : StatusReply(204);
  });
  auto busy = ConnectJson();
  auto other = ConnectJson(AllRoles);
  (void)Handler->Wait(4);
  const auto before = MedianMicroseconds(other);
  busy.SendText(EventMessage("e", "x"));
  (void)Handler->Wait(5);
  double ratio = 0;
  // Other programs on the machine may disturb one measurement.
  for (int i = 0; i < 3; ++i) {
    ratio = static_cast<double>(MedianMicroseconds(other)) / static_cast<double>(before);
    if (ratio < 1.5) break;
  }
  RecordProperty("ratio", std::to_string(ratio));
  EXPECT_LT(ratio, 1.5) << before << " us before";
}

// Headers

TEST(EventRequest, HasTheSignaturesOfBothKeys) {
  struct Row {
    std::string Key;
    std::string ConnectionId;
    std::string Signature;
  };
  const std::string key = ServiceOptions().PrimaryKey;
  for (const Row& row :
       {Row{"7aab239577fd4f24bc919802fb629f5f", "0f9c97a2f0bf4706afe87a14e0797b11",
            "7767effcb3946f3e1de039df4b986ef02c110b1469d02c0a06f41b3b727ab561"},
        Row{key, "3f1c6a50d9e94e0c8a7bb1d25c0f4e11",
            "5d91dba90f19bee079074c969b45715799210e9c541572a428d22401aaab88d0"},
        Row{key, "sensor-7", "8362b5366b2e32cbcb12ae8f467828fb14003ca3a9392f7e2eb5670e9990aabf"}}) {
    Event event;
    event.ConnectionId = row.ConnectionId;
    EventSession session;
    ServiceOptions options;
    const auto sign = [&] {
      const auto request =
          MakeEventRequest(event, *ParseHttpUrl("http://h/"), session, options, Time());
      for (const auto& [name, value] : std::get<OutgoingRequest>(request).Headers) {
        if (name == "ce-signature") return value;
      }
      return std::string();
    };
    options.PrimaryKey = row.Key;
    EXPECT_EQ(sign(), "sha256=" + row.Signature);
    options.SecondaryKey = row.Key;
    EXPECT_EQ(sign(), "sha256=" + row.Signature + ",sha256=" + row.Signature);
  }
}

TEST(EventRequest, NamesTheHostOfTheEndpointAsItsOrigin) {
  ServiceOptions options;
  EXPECT_EQ(OriginOf(options), "127.0.0.1");
  options.Host = "::1";
  EXPECT_EQ(OriginOf(options), "[::1]");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
