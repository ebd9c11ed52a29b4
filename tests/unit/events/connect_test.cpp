// The connect event and every reply to it.

#include "hub_bench.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class ConnectEvent : public EventTest {
 protected:
  const ConnectEventRequest& Received(const EventHandlerRequest& request) {
    EXPECT_EQ(StatusOf(request), 204);
    return Hub->Connects.back();
  }
};

TEST_F(ConnectEvent, IsRead) {
  const auto& event = Received(ConnectRequest(
      R"({"claims":{"sub":["ann"],"role":["webpubsub.joinLeaveGroup.lobby","x"],
                    "http://schemas.example/name":["Ann"]},
          "query":{"room":["7","8"],"Room":["9"]},
          "headers":{"User-Agent":["demo/1"],"cookie":["a=1"],"Cookie":["b=2"]},
          "subprotocols":["json.webpubsub.azure.v1","custom"],
          "clientCertificates":[{"thumbprint":"0A1B","content":"-----BEGIN"},{"thumbprint":"2C"}],
          "unknown":{"a":[1]}})"));
  EXPECT_THAT(event.Claims,
              ElementsAre(Pair("http://schemas.example/name", ElementsAre("Ann")),
                          Pair("role", ElementsAre("webpubsub.joinLeaveGroup.lobby", "x")),
                          Pair("sub", ElementsAre("ann"))));
  EXPECT_THAT(event.Query,
              ElementsAre(Pair("Room", ElementsAre("9")), Pair("room", ElementsAre("7", "8"))));
  EXPECT_THAT(event.Headers.at("user-agent"), ElementsAre("demo/1"));
  EXPECT_THAT(event.Headers.at("COOKIE"), ::testing::UnorderedElementsAre("a=1", "b=2"));
  EXPECT_EQ(event.Headers.count("User-Agent"), 1U);
  EXPECT_THAT(event.Subprotocols, ElementsAre("json.webpubsub.azure.v1", "custom"));
  ASSERT_EQ(event.ClientCertificates.size(), 2U);
  EXPECT_EQ(event.ClientCertificates[0].Thumbprint, "0A1B");
  EXPECT_EQ(event.ClientCertificates[0].Content, "-----BEGIN");
  EXPECT_EQ(event.ClientCertificates[1].Content, "");
  EXPECT_FALSE(event.Mqtt);
}

// Up to options.MaxBodyBytes, in strings of up to 1 MiB.
TEST_F(ConnectEvent, MayBeLarge) {
  const std::string value(300 * 1024, 'x');
  for (const int values : {1, 4, 12}) {
    std::string list;
    for (int i = 0; i < values; ++i) list += (i == 0 ? "\"" : ",\"") + value + "\"";
    const auto& event = Received(ConnectRequest(R"({"claims":{"role":[)" + list + "]}}"));
    EXPECT_EQ(event.Claims.at("role"), std::vector<std::string>(values, value));
  }
}

TEST_F(ConnectEvent, MayLackEveryMember) {
  for (const char* body :
       {"{}",
        R"({"claims":null,"query":null,"headers":null,"subprotocols":null,
            "clientCertificates":null,"mqtt":null})",
        R"({"claims":{},"query":{},"headers":{},"subprotocols":[],"clientCertificates":[]})"}) {
    const auto& event = Received(ConnectRequest(body));
    EXPECT_THAT(event.Claims, IsEmpty());
    EXPECT_THAT(event.Query, IsEmpty());
    EXPECT_THAT(event.Headers, IsEmpty());
    EXPECT_THAT(event.Subprotocols, IsEmpty());
    EXPECT_THAT(event.ClientCertificates, IsEmpty());
    EXPECT_FALSE(event.Mqtt);
  }
  EXPECT_THAT(Received(ConnectRequest(R"({"claims":{"sub":null}})")).Claims,
              ElementsAre(Pair("sub", IsEmpty())));
}

TEST_F(ConnectEvent, TakesTheLastOfTwoMembers) {
  const auto& event = Received(ConnectRequest(R"({"claims":{"a":["1"]},"claims":{"b":["2"]}})"));
  EXPECT_THAT(event.Claims, ElementsAre(Pair("b", ElementsAre("2"))));
}

TEST_F(ConnectEvent, RefusesMembersOfOtherTypes) {
  for (const char* body :
       {"", R"({"claims":[]})", R"({"claims":{"sub":"ann"}})", R"({"claims":{"sub":[1]}})",
        R"({"query":{"a":[null]}})", R"({"headers":"x"})", R"({"subprotocols":{}})",
        R"({"subprotocols":[null]})", R"({"clientCertificates":["x"]})",
        R"({"clientCertificates":[{"thumbprint":1}]})", R"({"mqtt":[]})",
        R"({"mqtt":{"protocolVersion":"5"}})", R"({"mqtt":{"protocolVersion":5.5}})",
        R"({"mqtt":{"protocolVersion":4294967301}})", R"({"mqtt":{"userProperties":[1]}})"}) {
    EXPECT_EQ(StatusOf(ConnectRequest(body)), 400) << body;
  }
  EXPECT_THAT(Hub->Connects, IsEmpty());
}

TEST_F(ConnectEvent, HasItsContext) {
  auto request = ConnectRequest();
  request.Headers.Set("ce-userId", "ann");
  request.Headers.Set("Cookie", "a=b");
  const ConnectionContext& context = Received(request).Context;
  EXPECT_EQ(context.Hub, "chat");
  EXPECT_EQ(context.ConnectionId, "conn-1");
  EXPECT_EQ(context.EventName, "connect");
  EXPECT_EQ(context.EventId, "1");
  EXPECT_EQ(context.Origin, "localhost");
  EXPECT_EQ(context.ClientRequestId, "00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(context.Time, std::chrono::system_clock::from_time_t(1795773600));
  EXPECT_EQ(context.UserId, "ann");
  EXPECT_EQ(context.Subprotocol, std::nullopt);
  EXPECT_EQ(context.RawState, std::nullopt);
  EXPECT_FALSE(context.Mqtt);
  EXPECT_EQ(context.Headers.Get("cookie"), "a=b");
}

TEST_F(ConnectEvent, ToleratesABadTime) {
  EXPECT_EQ(Received(With(ConnectRequest(), "ce-time", "yesterday")).Context.Time, std::nullopt);
  EXPECT_EQ(Received(Without(ConnectRequest(), "ce-time")).Context.Time, std::nullopt);
}

// Never by the name of the event, which old documents show otherwise.
TEST_F(ConnectEvent, IsRecognizedByItsType) {
  EXPECT_EQ(Received(With(ConnectRequest(), "ce-eventName", "connected")).Context.EventName,
            "connect");
  EXPECT_EQ(StatusOf(With(ConnectRequest(), "ce-type", "Azure.WebPubSub.Sys.Connect")), 204);
  EXPECT_THAT(Hub->Connects, ::testing::SizeIs(2));
}

class ConnectReplies : public EventTest {
 protected:
  HttpResponse Reply(ConnectReply reply) {
    Hub->ToConnect = std::move(reply);
    return Handle(ConnectRequest());
  }
  void ExpectBody(const ConnectEventResponse& reply, const std::string& body) {
    const HttpResponse response = Reply(reply);
    EXPECT_EQ(response.Body(), body);
    EXPECT_EQ(response.Status(), body.empty() ? 204 : 200);
    EXPECT_EQ(response.Headers().Get("Content-Type").value_or(""),
              body.empty() ? "" : "application/json; charset=utf-8");
  }
};

TEST_F(ConnectReplies, AreExact) {
  ConnectEventResponse reply;
  ExpectBody(reply, "");
  reply.UserId = "ann";
  ExpectBody(reply, R"({"userId":"ann"})");
  reply.Groups = {"lobby"};
  ExpectBody(reply, R"({"userId":"ann","groups":["lobby"]})");
  reply.SetRoles({"webpubsub.sendToGroup.lobby", "x"});
  ExpectBody(reply,
             R"({"userId":"ann","groups":["lobby"],"roles":["webpubsub.sendToGroup.lobby","x"]})");
  reply.Subprotocol = "json.webpubsub.azure.v1";
  ExpectBody(reply, R"({"userId":"ann","groups":["lobby"],)"
                    R"("roles":["webpubsub.sendToGroup.lobby","x"],)"
                    R"("subprotocol":"json.webpubsub.azure.v1"})");
}

TEST_F(ConnectReplies, DistinguishEmptyFromAbsent) {
  ConnectEventResponse noUser;
  noUser.UserId = "";
  ExpectBody(noUser, R"({"userId":""})");
  ConnectEventResponse noRoles;
  noRoles.SetRoles({});
  ExpectBody(noRoles, R"({"roles":[]})");
  ConnectEventResponse tokens;
  tokens.Groups = {};
  tokens.Subprotocol = "";
  ExpectBody(tokens, "");
}

TEST_F(ConnectReplies, KeepUnicodeAndEscapeJson) {
  ConnectEventResponse reply;
  reply.UserId = "Ł\"\\\n";
  reply.Groups = {"a/b c"};
  ExpectBody(reply, R"({"userId":"Ł\"\\\n","groups":["a/b c"]})");
}

TEST_F(ConnectReplies, RefuseClients) {
  for (const int status : {400, 401, 403, 404, 429, 499, 500, 503, 599}) {
    const HttpResponse response = Reply(EventErrorResponse(status, "sign in first"));
    EXPECT_EQ(response.Status(), status);
    EXPECT_EQ(response.Body(), "sign in first");
    EXPECT_EQ(response.Headers().Get("Content-Type"), "text/plain; charset=utf-8");
  }
  const HttpResponse silent = Reply(EventErrorResponse(401));
  EXPECT_EQ(silent.Body(), "");
  EXPECT_EQ(silent.Headers().Size(), 0U);
  EXPECT_THAT(Log.Records(), IsEmpty());
}

TEST_F(ConnectReplies, WithAnotherStatusAre500) {
  for (const int status : {-1, 0, 100, 200, 204, 302, 399, 600, 1000}) {
    const HttpResponse response = Reply(EventErrorResponse(status, "text"));
    EXPECT_EQ(response.Status(), 500) << status;
    EXPECT_EQ(response.Body(), "");
    EXPECT_EQ(
        ToHttp(ConnectReply(EventErrorResponse(status, "text")), ConnectEventRequest()).Status(),
        500);
  }
  EXPECT_THAT(Log.Of("EventFailed"), ::testing::SizeIs(9));
}

TEST_F(ConnectReplies, ThatTheServiceCannotTakeAreRefused) {
  const auto refused = [](const std::string& parameter, const auto& change) {
    ConnectEventResponse reply;
    change(reply);
    ExpectRefused(parameter, [&] { ToHttp(ConnectReply(reply), ConnectEventRequest()); });
  };
  refused("UserId", [](auto& reply) { reply.UserId = "\xff"; });
  refused("Groups", [](auto& reply) { reply.Groups = {"a", ""}; });
  refused("Groups", [](auto& reply) { reply.Groups = {" "}; });
  refused("Groups", [](auto& reply) { reply.Groups = {"\xff"}; });
  refused("Groups", [](auto& reply) { reply.Groups = {std::string(1025, 'x')}; });
  refused("roles", [](auto& reply) { reply.SetRoles({""}); });
  refused("roles", [](auto& reply) { reply.SetRoles({"\xff"}); });
  refused("Subprotocol", [](auto& reply) { reply.Subprotocol = "\xff"; });
  refused("raw state", [](auto& reply) { reply.SetRawState("a\r\nb: c"); });
  ExpectRefused("Message", [] {
    ToHttp(ConnectReply(EventErrorResponse(400, "\xff")), ConnectEventRequest());
  });
}

TEST_F(ConnectReplies, ThatAreRefusedAre500) {
  ConnectEventResponse reply;
  reply.Groups = {""};
  const HttpResponse response = Reply(reply);
  EXPECT_EQ(response.Status(), 500);
  EXPECT_EQ(response.Body(), "");
  EXPECT_EQ(FieldOf(Log.Of("EventFailed").at(0), "event"), "connect");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
