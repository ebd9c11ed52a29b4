// Scenarios that every local service must handle. Scenario 5 is in missing_targets_test.cpp;
// scenario 11, event handlers, is out of scope.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "service_bench.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class Scenario1 : public ServiceTest {
 protected:
  // Sends a request with a token for an audience, and returns the status.
  int Send(const std::string& audience) {
    TokenParts token;
    token.SigningKey = ServiceOptions().PrimaryKey;
    token.Payload = R"({"exp":4102444800,"aud":")" + audience + R"("})";
    HttpConnection connection(Service.Port());
    connection.Send("POST /api/hubs/chat/:send HTTP/1.1\r\nHost: " + Client.Host() +
                    "\r\nAuthorization: Bearer " + MakeToken(token) +
                    "\r\nContent-Length: 0\r\n\r\n");
    return connection.Receive()->Status;
  }
};

TEST_F(Scenario1, OnlyHealthNeedsNoToken) {
  for (const auto& [request, status] :
       {std::pair("HEAD /api/health", 200), std::pair("HEAD /api/hubs/chat/users/ann", 401),
        std::pair("POST /api/hubs/chat/:send", 401),
        std::pair("DELETE /api/hubs/chat/connections/c", 401)}) {
    HttpConnection connection(Service.Port());
    connection.Send(std::string(request) + " HTTP/1.1\r\nHost: " + Client.Host() + "\r\n\r\n");
    EXPECT_EQ(connection.Receive(false)->Status, status) << request;
  }
  EXPECT_EQ(Send("http://" + Client.Host() + "/api/hubs/chat/:send"), 202);
  EXPECT_EQ(Send("http://" + Client.Host() + "/api/hubs/chat/users/ann"), 401);
  EXPECT_EQ(Send("wss://" + Client.Host() + "/api/hubs/chat/:send"), 202);
}

class Scenario2 : public ServiceTest {};

TEST_F(Scenario2, RawClientsReceivePlainBytes) {
  WebSocketClient client(Client.ClientUrl(R"("sub":"ann")"));
  const auto send = [&](const std::string& body, const std::string& type) {
    EXPECT_EQ(Client.Call("POST", "/api/hubs/chat/users/ann/:send", body, {{"Content-Type", type}}),
              202);
    return client.Receive(Patience).value_or(WebPubSub::Testing::WebSocketFrame());
  };
  const auto text = send("h\xc3\xa9llo", "text/plain");
  EXPECT_EQ(text.Data, "h\xc3\xa9llo");
  EXPECT_FALSE(text.Binary);
  const auto quoted = send(R"("x")", "application/json");
  EXPECT_EQ(quoted.Data, R"("x")");
  EXPECT_FALSE(quoted.Binary);
  const auto binary = send(std::string("\0\xff", 2), "application/octet-stream");
  EXPECT_EQ(binary.Data, std::string("\0\xff", 2));
  EXPECT_TRUE(binary.Binary);
}

class Scenario3 : public ServiceTest {};

TEST_F(Scenario3, JsonClientsNeedARoleToJoin) {
  auto client = ConnectJson(R"("role":["webpubsub.joinLeaveGroup.open"])");
  const std::string connected = Next(client);
  EXPECT_THAT(connected, StartsWith(R"({"type":"system","event":"connected","userId":null)"));
  const auto ask = [&](const std::string& request) {
    client.SendText(request);
    return Next(client);
  };
  EXPECT_EQ(ask(R"({"type":"joinGroup","group":"it's","ackId":1})"),
            R"({"type":"ack","ackId":1,"success":false,"error":{"name":"Forbidden","message":)"
            R"("The client does not have permission to join group \u0027it\u0027s\u0027."}})");
  EXPECT_EQ(ask(R"({"type":"joinGroup","group":"open","ackId":1})"),
            R"({"type":"ack","ackId":1,"success":true})");
  EXPECT_EQ(Client.Call("DELETE", "/api/hubs/chat/connections/" +
                                      Member(connected, "connectionId") + "/groups"),
            204);
  EXPECT_EQ(ask(R"({"type":"joinGroup","group":"open","ackId":1})"),
            R"({"type":"ack","ackId":1,"success":false,"error":{"name":"Duplicate","message":)"
            R"("Message with ack-id: 1 has been processed"}})");
  EXPECT_EQ(Client.Call("HEAD", "/api/hubs/chat/groups/open"), 404);
}

class Scenario4 : public ServiceTest {};

TEST_F(Scenario4, GroupMessagesReachTheRightMembers) {
  const auto connect = [&](const std::string& user, const std::string& group) {
    return ConnectJson(R"("sub":")" + user + R"(","webpubsub.group":[")" + group + R"("])");
  };
  auto ann = connect("ann", "room");
  auto bob = connect("bob", "room");
  auto cat = connect("cat", "room");
  auto stranger = connect("ann", "elsewhere");
  for (WebSocketClient* one : {&ann, &cat, &stranger}) Next(*one);
  const std::string bobId = Member(Next(bob), "connectionId");
  EXPECT_EQ(Client.SendText("/groups/room/:send?excluded=" + bobId + "&filter=userId%20ne%20'cat'",
                            "chosen"),
            202);
  EXPECT_EQ(Client.SendText("/groups/room/:send?filter=userId%20lt%201", "rejected"), 400);
  EXPECT_EQ(Client.SendText("/:send", "marker"), 202);
  EXPECT_THAT(Next(ann), HasSubstr("chosen"));
  for (WebSocketClient* one : {&ann, &bob, &cat, &stranger}) {
    EXPECT_THAT(Next(*one), HasSubstr("marker"));
  }
}

class Scenario6 : public ServiceTest {};

TEST_F(Scenario6, ClosedClientsReceiveTheReason) {
  auto subprotocol = ConnectJson(AllRoles);
  const std::string id = Member(Next(subprotocol), "connectionId");
  auto raw = WebSocketClient(Client.ClientUrl(AllRoles));
  auto excluded = ConnectJson(AllRoles);
  const std::string excludedId = Member(Next(excluded), "connectionId");
  EXPECT_EQ(
      Client.Call("POST", "/api/hubs/chat/:closeConnections?reason=bye&excluded=" + excludedId),
      204);
  EXPECT_EQ(Client.Call("HEAD", "/api/hubs/chat/connections/" + id), 404);
  EXPECT_EQ(Next(subprotocol), R"({"type":"system","event":"disconnected","message":)"
                               R"("Application server closed the connection. Reason: bye"})");
  EXPECT_EQ(CloseCodeOf(subprotocol), 1000);
  EXPECT_EQ(CloseCodeOf(raw), 1000);
  EXPECT_EQ(Client.SendText("/:send", "marker"), 202);
  EXPECT_THAT(Next(excluded), HasSubstr("marker"));
}

TEST(Scenario7, FourHundredAndFiftyMembersComeInPages) {
  ServiceBench service;
  for (int i = 0; i < 450; ++i) {
    service.Connect("c" + std::to_string(1000 + i),
                    i == 0 ? std::optional<std::string>("ann") : std::nullopt, ClientProtocol::Json,
                    {"room"});
  }
  const auto list = [&](std::string target) {
    std::vector<std::size_t> sizes;
    std::string last;
    while (!target.empty()) {
      const json page = json::parse(service.Call("GET", target).Body);
      sizes.push_back(page.at("value").size());
      for (const json& member : page.at("value")) {
        EXPECT_LT(last, member.at("connectionId").get<std::string>());
        last = member.at("connectionId");
      }
      const std::string link =
          page.at("nextLink").is_null() ? "" : page.at("nextLink").get<std::string>();
      target =
          link.empty() ? "" : link.substr(std::string("http://").size() + std::string(Host).size());
    }
    return sizes;
  };
  EXPECT_THAT(list("/api/hubs/chat/groups/room/connections"), ElementsAre(200, 200, 50));
  EXPECT_THAT(list("/api/hubs/chat/groups/room/connections?top=250"), ElementsAre(200, 50));
  EXPECT_THAT(list("/api/hubs/chat/groups/room/connections?top=5&maxpagesize=2"),
              ElementsAre(2, 2, 1));
  EXPECT_EQ(service.Call("GET", "/api/hubs/chat/groups/none/connections").Body,
            R"({"value":[],"nextLink":null})");
}

class Scenario8 : public ServiceTest {};

TEST_F(Scenario8, PermissionsTakeEffectOnAConnectedClient) {
  auto client = ConnectJson(R"("role":["webpubsub.sendToGroups.room*"])");
  const std::string id = Member(Next(client), "connectionId");
  const auto change = [&](const std::string& method, const std::string& group) {
    return Client.Call(method, "/api/hubs/chat/permissions/sendToGroup/connections/" + id +
                                   "?targetName=" + group);
  };
  int ackId = 0;
  // Sends a message, and returns the error in the acknowledgement.
  const auto send = [&](const std::string& group) {
    client.SendText(R"({"type":"sendToGroup","group":")" + group + R"(","data":1,"ackId":)" +
                    std::to_string(++ackId) + "}");
    return json::parse(Next(client)).value("error", json::object()).value("name", "nothing");
  };
  EXPECT_EQ(change("PUT", "hall"), 200);
  EXPECT_EQ(change("HEAD", "hall"), 200);
  EXPECT_EQ(send("hall"), "nothing");
  EXPECT_EQ(change("DELETE", "hall"), 204);
  EXPECT_EQ(change("HEAD", "hall"), 404);
  EXPECT_EQ(send("hall"), "Forbidden");
  EXPECT_EQ(send("room1"), "nothing");
  EXPECT_EQ(change("DELETE", "room1"), 204);
  EXPECT_EQ(send("room1"), "Forbidden");
  EXPECT_EQ(send("room2"), "nothing");
}

class Scenario9 : public ReliableClients {};

TEST_F(Scenario9, ReliableClientsReceiveMissedMessages) {
  auto client = Connect();
  for (const char* text : {"one", "two", "three"}) {
    EXPECT_EQ(Client.SendText("/users/ann/:send", text), 202);
    EXPECT_THAT(Next(client), HasSubstr(text));
  }
  client.SendText(R"({"type":"sequenceAck","sequenceId":1})");
  client.SendText(R"({"type":"ping"})");
  EXPECT_EQ(Next(client), R"({"type":"pong"})");
  LoseConnection();
  EXPECT_EQ(Client.Call("HEAD", "/api/hubs/chat/users/ann"), 200);
  EXPECT_EQ(Client.SendText("/users/ann/:send", "four"), 202);

  auto back = Recover(Token);
  EXPECT_EQ(back.Subprotocol(), ReliableJsonSubprotocol);
  EXPECT_THAT(Next(back), StartsWith(R"({"sequenceId":2,"type":"message")"));
  EXPECT_THAT(Next(back), StartsWith(R"({"sequenceId":3,"type":"message")"));
  EXPECT_THAT(Next(back), HasSubstr("four"));
  EXPECT_EQ(Client.SendText("/users/ann/:send", "five"), 202);
  EXPECT_THAT(Next(back), StartsWith(R"({"sequenceId":5,"type":"message")"));
  LoseConnection();
  auto wrong = Recover(Token + "x");
  EXPECT_EQ(CloseCodeOf(wrong), 1008);
  Service.AdvanceClock(std::chrono::seconds(30));
  auto late = Recover(Token);
  EXPECT_EQ(CloseCodeOf(late), 1008);
}

class Scenario10 : public ServiceTest {};

TEST_F(Scenario10, InvalidBodiesAreRejected) {
  for (const std::string& head : {std::string("Content-Length: 1048577\r\n"),
                                  std::string("Transfer-Encoding: chunked\r\n")}) {
    HttpConnection connection(Service.Port());
    std::string request = Client.Request("POST", "/api/hubs/chat/:send");
    request.replace(request.find("Content-Length: 0\r\n"), 19, head);
    connection.Send(request + "100001\r\n" + std::string(1048577, 'a'));
    const auto response = connection.Receive();
    ASSERT_TRUE(response) << head;
    EXPECT_EQ(response->Status, 400) << head;
    EXPECT_THAT(response->Body, HasSubstr("Invalid Content-Length header.")) << head;
  }
  EXPECT_EQ(Client.Call("POST", "/api/hubs/chat/:send", std::string(1048576, 'a')), 202);
  HttpConnection connection(Service.Port());
  std::string request = Client.Request("POST", "/api/hubs/chat/:send");
  request.erase(request.find("Content-Length: 0\r\n"), 19);
  connection.Send(request);
  EXPECT_EQ(connection.Receive()->Status, 400);
  const auto send = [&](const std::string& body, const std::string& type) {
    return Client.Call("POST", "/api/hubs/chat/:send", body, {{"Content-Type", type}});
  };
  EXPECT_EQ(send("x", "text/html"), 415);
  EXPECT_EQ(send("{", "application/json"), 400);
}

class Scenario12 : public ServiceTest {};

TEST_F(Scenario12, ManyConnectionsJoinGroupsAtOnce) {
  auto ann = ConnectJson(R"("sub":"ann")");
  auto bob = ConnectJson(R"("sub":"bob")");
  Next(ann);
  Next(bob);
  const auto add = [&](const std::string& body) {
    return Client.Call("POST", "/api/hubs/chat/:addToGroups", body,
                       {{"Content-Type", "application/json"}});
  };
  const auto members = [&](const std::string& group) {
    const json page =
        json::parse(Client.Get("/api/hubs/chat/groups/" + group + "/connections").Body);
    return page.at("value").size();
  };
  EXPECT_EQ(add(R"({"groups":["a"],"filter":"userId eq 'ann'"})"), 200);
  EXPECT_EQ(add(R"({"groups":["b","c"]})"), 200);
  EXPECT_EQ(members("a"), 1U);
  EXPECT_EQ(members("b"), 2U);
  EXPECT_EQ(members("c"), 2U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
