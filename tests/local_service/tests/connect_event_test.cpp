// The event connect, and the system events after it.

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "event_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

TEST_F(EventsTest, AskTheHandlerBeforeTheUpgrade) {
  Start();
  WebSocketClient client(
      Client->ClientUrl(R"("sub":"ann","role":["a","b"],"age":7)") + "&room=7&room=8&x=",
      std::string("unknown.v1,") + JsonSubprotocol);
  EXPECT_THAT(Next(client), HasSubstr(R"("event":"connected","userId":"ann")"));
  const HandlerRequest connect = Handler->Wait(1);
  EXPECT_EQ(connect.Target, "/events/connect");
  EXPECT_EQ(connect.Header("content-type"), "application/json; charset=utf-8");
  const json body = json::parse(connect.Body);
  EXPECT_EQ(body.at("claims").at("sub"), json({"ann"}));
  EXPECT_EQ(body.at("claims").at("role"), json({"a", "b"}));
  EXPECT_EQ(body.at("claims").at("age"), json({"7"}));
  EXPECT_EQ(body.at("query"), json::parse(R"({"room":["7","8"],"x":[""]})"));
  EXPECT_EQ(body.at("headers").at("Host"), json({Client->Host()}));
  EXPECT_EQ(body.at("subprotocols"), json({"unknown.v1", JsonSubprotocol}));
  EXPECT_EQ(body.at("clientCertificates"), json::array());
  for (const char* secret : {"access_token", "eyJ"})
    EXPECT_THAT(connect.Body, Not(HasSubstr(secret)));
}

TEST_F(EventsTest, LeaveTheTokenOutOfTheHeadersOfConnect) {
  Start();
  const std::string url = Client->ClientUrl();
  HttpConnection connection(Service->Port());
  connection.Send("GET /client/hubs/chat HTTP/1.1\r\nHost: " + Client->Host() +
                  "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-ASRS-Internal-Id: 1\r\n"
                  "User-Agent: demo/1\r\nuser-agent: demo/2\r\nAuthorization: Bearer " +
                  url.substr(url.find('=') + 1) + "\r\n\r\n");
  EXPECT_EQ(connection.Receive()->Status, 101);
  const std::string body = Handler->Wait(1).Body;
  EXPECT_EQ(json::parse(body).at("headers").at("User-Agent"), json({"demo/1"}));
  EXPECT_EQ(json::parse(body).at("headers").at("user-agent"), json({"demo/2"}));
  for (const char* secret : {"uthorization", "Internal", "eyJ"}) {
    EXPECT_THAT(body, Not(HasSubstr(secret)));
  }
}

struct ConnectRow {
  std::string Name;
  std::string Reply;
  /// What the client and its state show.
  std::string Connected = R"("userId":"ann")";
  std::string State = R"("groups":["room"])";
  std::string Rules = R"("sendToGroup":["**"])";
};

void PrintTo(const ConnectRow& row, std::ostream* out) { *out << row.Name; }

class ConnectReplies : public EventsTest, public testing::WithParamInterface<ConnectRow> {};

TEST_P(ConnectReplies, ChangeTheClient) {
  Start([](const HandlerRequest& request) {
    return request.Event() == "connect" ? JsonReply(GetParam().Reply) : StatusReply(204);
  });
  WebSocketClient client(Client->ClientUrl(std::string(R"("sub":"ann",)") + AllRoles),
                         JsonSubprotocol);
  EXPECT_THAT(Next(client), HasSubstr(GetParam().Connected));
  EXPECT_THAT(Service->State(), HasSubstr(GetParam().State));
  EXPECT_THAT(Service->State(), HasSubstr(GetParam().Rules));
}

INSTANTIATE_TEST_SUITE_P(
    Table, ConnectReplies,
    testing::Values(
        ConnectRow{"Empty", ""}, ConnectRow{"EmptyObject", "{}"}, ConnectRow{"Null", "null"},
        ConnectRow{"UnknownMembers", R"({"x":1})"},
        ConnectRow{"Nulls", R"({"userId":null,"groups":null,"roles":null,"subprotocol":null})"},
        ConnectRow{"EmptyLists", R"({"groups":[],"roles":[]})", R"("userId":"ann")",
                   R"("groups":["room"])", R"("sendToGroup":[])"},
        ConnectRow{"User", R"({"userId":"bob"})", R"("userId":"bob")"},
        ConnectRow{"EmptyUser", R"({"userId":""})", R"("userId":"")"},
        ConnectRow{"Groups", R"({"groups":["a","b/c"]})", R"("userId":"ann")",
                   R"("groups":["a","b/c"])"},
        ConnectRow{"Roles", R"({"roles":["webpubsub.sendToGroup.x"]})", R"("userId":"ann")",
                   R"("groups":["room"])", R"("sendToGroup":["x"])"},
        ConnectRow{"Subprotocol", R"({"subprotocol":"json.webpubsub.azure.v1"})"},
        ConnectRow{"EmptySubprotocol", R"({"subprotocol":""})"}),
    [](const auto& row) { return row.param.Name; });

class RefusedConnects : public EventsTest, public testing::WithParamInterface<ConnectRow> {};

TEST_P(RefusedConnects, HaveInvalidReplies) {
  Start([](const HandlerRequest&) { return JsonReply(GetParam().Reply); });
  EXPECT_EQ(StatusOfUpgrade(), 500);
  EXPECT_THAT(Log(), HasSubstr("the event handler's response to connect is invalid: "));
  EXPECT_EQ(Handler->Names(), "connect");
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedConnects,
    testing::Values(ConnectRow{"NoJson", "hello"}, ConnectRow{"NoObject", "[1]"},
                    ConnectRow{"UserIsANumber", R"({"userId":1})"},
                    ConnectRow{"GroupIsNull", R"({"groups":[null]})"},
                    ConnectRow{"GroupIsBlank", R"({"groups":[" "]})"},
                    ConnectRow{"GroupsAreAText", R"({"groups":"a"})"},
                    ConnectRow{"RoleIsNull", R"({"roles":[null]})"},
                    ConnectRow{"SubprotocolThatWasNotOffered", R"({"subprotocol":"mine.v1"})"}),
    [](const auto& row) { return row.param.Name; });

TEST_F(EventsTest, RefuseAClientWithTheStatusOfTheHandler) {
  for (const int status : {400, 401, 403, 404, 429, 302}) {
    Options = ServiceOptions();
    Start([status](const HandlerRequest&) {
      HandlerReply reply = TextReply("the reason stays here");
      reply.Status = status;
      return reply;
    });
    EXPECT_EQ(StatusOfUpgrade(), status);
    EXPECT_EQ(Service->State(), R"({"hubs":{}})");
    Service->Stop();
    // Neither connected nor disconnected, and no second call.
    EXPECT_EQ(Handler->Names(), "connect");
    Service.reset();
  }
}

TEST_F(EventsTest, SpeakRawToAClientWhoseSubprotocolOnlyTheHandlerKnows) {
  Start([](const HandlerRequest& request) {
    if (request.Event() == "connect") return JsonReply(R"({"subprotocol":"mine.v1"})");
    return request.Event() == "user.message" ? TextReply("raw reply") : StatusReply(204);
  });
  WebSocketClient client(Client->ClientUrl(), std::string("mine.v1,") + JsonSubprotocol);
  EXPECT_EQ(client.Subprotocol(), "mine.v1");
  client.SendText("hello");
  EXPECT_EQ(Next(client), "raw reply");
  EXPECT_EQ(Handler->Wait(3).Header("ce-subprotocol"), "mine.v1");
}

TEST_F(EventsTest, FollowAConnectionFromConnectToDisconnected) {
  Start();
  auto client = ConnectJson(R"("sub":"ann")");
  (void)Handler->Wait(2);
  client.SendText(EventMessage("buy", "milk", R"("ackId":1)"));
  EXPECT_EQ(Next(client), SucceededAck(1));
  client.Close();
  (void)Handler->Wait(4);
  const auto events = Handler->Events();
  EXPECT_EQ(Handler->Names(), "connect connected user.buy disconnected");
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].Header("ce-id"), std::to_string(i));
    EXPECT_EQ(events[i].Header("ce-connectionid"), Id);
    EXPECT_EQ(events[i].Header("ce-userid"), "ann");
    EXPECT_EQ(events[i].Header("ce-hub"), "chat");
    EXPECT_EQ(events[i].Header("ce-subprotocol"), i == 0 ? "-" : JsonSubprotocol);
  }
  EXPECT_EQ(events[1].Body, "{}");
  EXPECT_EQ(events[3].Body, R"({"reason":""})");
  EXPECT_EQ(events[3].Header("ce-eventname"), "disconnected");
}

TEST_F(EventsTest, TellWhyAConnectionHasEnded) {
  Start();
  auto closed = ConnectJson();
  EXPECT_EQ(Client->Call("DELETE", "/api/hubs/chat/connections/" + Id + "?reason=bye"), 204);
  EXPECT_EQ(Handler->Wait(3).Body,
            R"({"reason":"Application server closed the connection. Reason: bye"})");
  auto malformed = ConnectJson();
  malformed.SendText("nonsense");
  EXPECT_EQ(Handler->Wait(6).Body,
            R"({"reason":"The client message is not a valid JSON protocol message."})");
  auto aborted = ConnectJson();
  EXPECT_TRUE(Service->AbortClient(Id));
  EXPECT_EQ(Handler->Wait(9).Body, R"({"reason":""})");
  auto reset = ConnectJson();
  (void)Handler->Wait(11);
  Service->Reset();
  EXPECT_EQ(Handler->Wait(12).Event(), "disconnected");
  auto stopped = ConnectJson();
  (void)Handler->Wait(14);
  Service->Stop();
  EXPECT_EQ(Handler->Wait(15).Event(), "disconnected");
  EXPECT_EQ(Handler->Events().size(), 15U);
}

TEST_F(EventsTest, DisconnectAReliableClientOnce) {
  Start();
  std::string id;
  std::string token;
  {
    WebSocketClient client(Client->ClientUrl(), ReliableJsonSubprotocol);
    const std::string connected = Next(client);
    id = Member(connected, "connectionId");
    token = Member(connected, "reconnectionToken");
    (void)Handler->Wait(2);
    EXPECT_TRUE(Service->AbortClient(id));
    EXPECT_TRUE(WaitUntil(
        [&] { return Service->State().find(R"("attached":false)") != std::string::npos; }));
    WebSocketClient back("ws://" + Client->Host() + "/client/hubs/chat?awps_connection_id=" + id +
                             "&awps_reconnection_token=" + token,
                         ReliableJsonSubprotocol);
    back.SendText(R"({"type":"ping"})");
    EXPECT_EQ(Next(back), R"({"type":"pong"})");
  }
  EXPECT_TRUE(
      WaitUntil([&] { return Service->State().find(R"("attached":false)") != std::string::npos; }));
  EXPECT_EQ(Handler->Names(), "connect connected");
  Service->AdvanceClock(std::chrono::seconds(31));
  EXPECT_EQ(Handler->Wait(3).Body, R"({"reason":"The connection recovery timeout expired."})");
  Service->Stop();
  EXPECT_EQ(Handler->Names(), "connect connected disconnected");
}

TEST_F(EventsTest, DisconnectAReliableClientWhenItsTimeIsUp) {
  Adjust = [](ServiceOptions& options) { options.ReliableWindow = std::chrono::seconds(0); };
  Start();
  ConnectReliable();
  EXPECT_EQ(Handler->Wait(3).Body, R"({"reason":"The connection recovery timeout expired."})");
}

TEST_F(EventsTest, CancelTheCallForAClientThatLeavesBeforeTheResponse) {
  Start([](const HandlerRequest&) { return Hang(); });
  const std::string url = Client->ClientUrl();
  HttpConnection connection(Service->Port());
  connection.Send("GET " + url.substr(url.find("/client/")) +
                  " HTTP/1.1\r\nHost: " + Client->Host() +
                  "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  (void)Handler->Wait(1);
  connection = HttpConnection(Service->Port());
  EXPECT_TRUE(WaitUntil([&] { return Log().find("failed: cancelled") != std::string::npos; }));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
