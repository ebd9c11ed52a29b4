// User events, and what a handler's response does.

#include <gmock/gmock.h>

#include "event_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

// Accepts connect, and responds to user events.
EventHandlerServer::Respond ToUserEvents(EventHandlerServer::Respond respond) {
  return [respond = std::move(respond)](const HandlerRequest& request) {
    return request.Event().rfind("user.", 0) == 0 ? respond(request) : StatusReply(204);
  };
}

EventHandlerServer::Respond AlwaysReply(const HandlerReply& reply) {
  return ToUserEvents([reply](const HandlerRequest&) { return reply; });
}

TEST_F(EventsTest, CarryTheirHeaders) {
  Start();
  const std::time_t before = std::time(nullptr);
  auto client = ConnectJson(R"("sub":"ann")");
  client.SendText(EventMessage("Buy-1.x", "milk", R"("ackId":1,"metadata":{"Trace":"t"})"));
  EXPECT_EQ(Next(client), SucceededAck(1));
  const HandlerRequest event = Handler->Wait(3);
  EXPECT_EQ(event.Method, "POST");
  EXPECT_EQ(event.Target, "/events/Buy-1.x");
  EXPECT_EQ(event.Body, "milk");
  EXPECT_EQ(event.Header("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(event.Header("webhook-request-origin"), "127.0.0.1");
  EXPECT_EQ(event.Header("ce-specversion"), "1.0");
  EXPECT_EQ(event.Header("ce-awpsversion"), "1.0");
  EXPECT_EQ(event.Header("ce-type"), "azure.webpubsub.user.Buy-1.x");
  EXPECT_EQ(event.Header("ce-eventname"), "Buy-1.x");
  EXPECT_EQ(event.Header("ce-source"), "/hubs/chat/client/" + Id);
  EXPECT_EQ(event.Header("ce-userid"), "ann");
  EXPECT_EQ(event.Header("ce-connectionstate"), "-");
  EXPECT_EQ(event.Header("cookie"), "-");
  EXPECT_EQ(event.Header("x-webpubsub-metadata-trace"), "t");
  EXPECT_THAT(event.Header("x-ms-client-request-id"),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
  EXPECT_NE(event.Header("x-ms-client-request-id"),
            Handler->Wait(2).Header("x-ms-client-request-id"));
  std::tm time{};
  ASSERT_NE(strptime(event.Header("ce-time").c_str(), "%Y-%m-%dT%H:%M:%SZ", &time), nullptr);
  EXPECT_GE(timegm(&time), before);
  EXPECT_LE(timegm(&time), std::time(nullptr));
}

struct DataRow {
  std::string Name;
  std::string Data;
  std::string ContentType;
  std::string Body;
};

void PrintTo(const DataRow& row, std::ostream* out) { *out << row.Name; }

class EventData : public EventsTest, public testing::WithParamInterface<DataRow> {};

TEST_P(EventData, ArriveWithTheirMediaType) {
  Start();
  auto client = ConnectJson();
  client.SendText(R"({"type":"event","event":"e","ackId":1,)" + GetParam().Data + '}');
  EXPECT_EQ(Next(client), SucceededAck(1));
  EXPECT_EQ(Handler->Wait(3).Header("content-type"), GetParam().ContentType);
  EXPECT_EQ(Handler->Wait(3).Body, GetParam().Body);
}

INSTANTIATE_TEST_SUITE_P(
    Table, EventData,
    testing::Values(
        DataRow{"Text", R"("dataType":"text","data":"Żółw")", "text/plain; charset=utf-8", "Żółw"},
        DataRow{"EmptyText", R"("dataType":"text","data":"")", "text/plain; charset=utf-8", ""},
        DataRow{"Json", R"("dataType":"json","data":{ "a": 1.0 })", "application/json",
                R"({ "a": 1.0 })"},
        DataRow{"DefaultIsJson", R"("data":"x")", "application/json", R"("x")"},
        DataRow{"Binary", R"("dataType":"binary","data":"AP8=")", "application/octet-stream",
                std::string("\0\xff", 2)}),
    [](const auto& row) { return row.param.Name; });

struct ReplyRow {
  std::string Name;
  std::string ContentType;
  std::string Body;
  /// The message for a JSON client before its ack; empty for none. `fails` for a failed ack.
  std::string Message;
  /// The same for a raw client; `b:` before binary data.
  std::string Raw;
};

void PrintTo(const ReplyRow& row, std::ostream* out) { *out << row.Name; }

class EventReplies : public EventsTest, public testing::WithParamInterface<ReplyRow> {
 protected:
  void StartWithReply() {
    HandlerReply reply = StatusReply(200);
    if (!GetParam().ContentType.empty()) {
      reply.Headers = {{"Content-Type", GetParam().ContentType}};
    }
    reply.Body = GetParam().Body;
    Start(AlwaysReply(reply));
  }
};

TEST_P(EventReplies, ComeBeforeTheAck) {
  StartWithReply();
  auto client = ConnectJson();
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  const bool fails = GetParam().Message == "fails";
  if (!GetParam().Message.empty() && !fails) {
    EXPECT_EQ(Next(client), R"({"type":"message","from":"server",)" + GetParam().Message + '}');
  }
  EXPECT_EQ(Next(client), fails ? FailedAck(1) : SucceededAck(1));
}

TEST_P(EventReplies, ReachARawClientUnchanged) {
  StartWithReply();
  auto client = ConnectRaw();
  client.SendText("hello");
  if (GetParam().Raw == "fails") {
    EXPECT_EQ(CloseCodeOf(client), 1011);
    return;
  }
  client.SendText("again");
  for (int i = 0; i < (GetParam().Raw.empty() ? 0 : 2); ++i) {
    const auto frame = client.Receive(Patience);
    ASSERT_TRUE(frame);
    EXPECT_EQ((frame->Binary ? "b:" : "") + frame->Data, GetParam().Raw);
  }
  EXPECT_EQ(Handler->Wait(4).Body, "again");
}

INSTANTIATE_TEST_SUITE_P(
    Table, EventReplies,
    testing::Values(ReplyRow{"Text", "text/plain", "hi", R"("dataType":"text","data":"hi")", "hi"},
                    ReplyRow{"TextWithParameters", "Text/PLAIN ; charset=utf-8", "hi",
                             R"("dataType":"text","data":"hi")", "hi"},
                    ReplyRow{"Json", "application/json", R"({ "a":1 })",
                             R"("dataType":"json","data":{ "a":1 })", R"({ "a":1 })"},
                    ReplyRow{"Binary", "application/octet-stream", "\xff",
                             R"("dataType":"binary","data":"/w==")", "b:\xff"},
                    ReplyRow{"NoMediaType", "", "ab", R"("dataType":"binary","data":"YWI=")",
                             "b:ab"},
                    ReplyRow{"Protobuf", "application/x-protobuf", "ab",
                             R"("dataType":"protobuf","data":"YWI=")", "b:ab"},
                    ReplyRow{"Empty", "text/plain", "", "", ""},
                    ReplyRow{"EmptyOfAnotherType", "image/png", "", "", ""},
                    ReplyRow{"AnotherType", "image/png", "png", "fails", "fails"},
                    ReplyRow{"NotJson", "application/json", "{", "fails", "fails"}),
    [](const auto& row) { return row.param.Name; });

TEST_F(EventsTest, SendTheirMetadataAndGetTheHandlers) {
  HandlerReply reply = TextReply("hi");
  reply.Headers = {{"Content-Type", "text/plain"},
                   {"X-WebPubSub-Metadata-Trace", "first"},
                   {"x-webpubsub-metadata-trace", "second, third "},
                   {"x-webpubsub-metadata-K", ""}};
  Start(ToUserEvents([reply](const HandlerRequest& request) {
    HandlerReply changed = reply;
    if (request.Body == "empty") changed.Body = "";
    return changed;
  }));
  auto client = ConnectJson();
  client.SendText(EventMessage("e", "x"));
  EXPECT_EQ(Next(client),
            R"({"type":"message","from":"server","dataType":"text","data":"hi","metadata":{)"
            R"("trace":"third","k":""}})");
  client.SendText(EventMessage("e", "empty"));
  EXPECT_EQ(Next(client),
            R"({"type":"message","from":"server","dataType":"text","data":"","metadata":{)"
            R"("trace":"third","k":""}})");
}

TEST_F(EventsTest, FailWithTheHandler) {
  Start(ToUserEvents([](const HandlerRequest& request) {
    HandlerReply reply = TextReply("must not arrive");
    reply.Status = std::stoi(request.Body);
    return reply;
  }));
  auto client = ConnectJson();
  int id = 0;
  for (const int status : {302, 400, 401, 404, 429}) {
    client.SendText(
        EventMessage("e", std::to_string(status), R"("ackId":)" + std::to_string(++id)));
    EXPECT_EQ(Next(client), FailedAck(id));
  }
  // Without an id, a failure is silent; and the id of a failure may be used again.
  client.SendText(EventMessage("e", "400"));
  client.SendText(EventMessage("e", "200", R"("ackId":1)"));
  EXPECT_EQ(Next(client), ServerText("must not arrive"));
  EXPECT_EQ(Next(client), SucceededAck(1));
}

TEST_F(EventsTest, CallNoHandlerForADuplicate) {
  Start();
  auto client = ConnectJson();
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_EQ(Next(client), SucceededAck(1));
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_THAT(Next(client), HasSubstr("Duplicate"));
  EXPECT_EQ(Handler->Names(), "connect connected user.e");
}

TEST_F(EventsTest, NumberTheRepliesToAReliableClient) {
  Start(AlwaysReply(TextReply("hi")));
  auto client = ConnectReliable();
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_THAT(Next(client), HasSubstr(R"("sequenceId":1)"));
  EXPECT_EQ(Next(client), SucceededAck(1));
  EXPECT_EQ(Handler->Wait(3).Header("ce-subprotocol"), ReliableJsonSubprotocol);
}

TEST_F(EventsTest, GoToTheFirstHandlerThatTakesThem) {
  EventHandlerServer second;
  EventHandlerServer other;
  Options.EventHandlers.resize(3);
  Options.EventHandlers[0].UserEvents = " Buy , sell";
  Options.EventHandlers[0].SystemEvents = "connected";
  Options.EventHandlers[1].Hub = "CHAT";
  Options.EventHandlers[1].Url = second.Url() + "?hub={HUB}&code=secret";
  Options.EventHandlers[1].SystemEvents = "Connect";
  Options.EventHandlers[2].Hub = "news";
  Options.EventHandlers[2].Url = other.Url();
  Start();
  auto client = ConnectJson();
  int id = 0;
  for (const char* event : {"buy", "SELL", "buying", "connected"}) {
    client.SendText(EventMessage(event, "x", R"("ackId":)" + std::to_string(++id)));
    EXPECT_EQ(Next(client), SucceededAck(id));
  }
  client.Close();
  Service->Stop();
  // A user event named like a system event is still a user event. Nobody takes disconnected.
  EXPECT_EQ(Handler->Names(), "connected user.buy user.SELL");
  EXPECT_EQ(second.Names(), "connect user.buying user.connected");
  EXPECT_EQ(second.Events().at(1).Target, "/events/buying?hub=chat&code=secret");
  EXPECT_EQ(second.Validations().size(), 1U);
  EXPECT_EQ(second.Validations().at(0).Target, "/events/validate?hub=chat&code=secret");
  EXPECT_EQ(other.Names(), "");
  EXPECT_THAT(Log(), HasSubstr("user.buying of client " + Id + ": POST http://127.0.0.1:"));
  EXPECT_THAT(Log(), testing::Not(HasSubstr("secret")));
}

TEST_F(EventsTest, FailIfNoHandlerTakesThem) {
  Options.EventHandlers.resize(1);
  Options.EventHandlers[0].UserEvents = "";
  Options.EventHandlers[0].SystemEvents = "";
  Start();
  auto client = ConnectJson();
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_EQ(Next(client), FailedAck(1));
  auto raw = ConnectRaw();
  raw.SendText("hello");
  EXPECT_EQ(CloseCodeOf(raw), 1011);
  Service->Stop();
  EXPECT_EQ(Handler->Names(), "");
  EXPECT_TRUE(Handler->Validations().empty());
}

TEST_F(EventsTest, AreIndependentOfOtherHubs) {
  Options.EventHandlers.resize(1);
  Options.EventHandlers[0].Hub = "news";
  Start();
  auto client = ConnectJson();
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_EQ(Next(client), FailedAck(1));
  Service->Stop();
  EXPECT_EQ(Handler->Names(), "");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
