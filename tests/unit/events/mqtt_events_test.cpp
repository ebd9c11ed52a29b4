// Events of MQTT clients.

#include "hub_bench.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* Version5 =
    R"({"mqtt":{"protocolVersion":5,"username":"u","password":"cA==",
        "userProperties":[{"name":"a","value":"b"},{"name":"a","value":"c"}]}})";
constexpr const char* Version311 = R"({"mqtt":{"protocolVersion":4,"username":null}})";

class MqttEvents : public EventTest {
 protected:
  HttpResponse Reply(const char* body, ConnectReply reply) {
    Hub->ToConnect = std::move(reply);
    return Handle(ConnectRequest(body));
  }
};

TEST_F(MqttEvents, ConnectIsRead) {
  EXPECT_EQ(StatusOf(With(ConnectRequest(Version5), "ce-physicalConnectionId", "p1")), 204);
  const auto& event = Hub->Connects.at(0);
  ASSERT_TRUE(event.Mqtt);
  EXPECT_EQ(event.Mqtt->ProtocolVersion, 5);
  EXPECT_EQ(event.Mqtt->Username, "u");
  EXPECT_EQ(event.Mqtt->Password, "cA==");
  ASSERT_EQ(event.Mqtt->UserProperties.size(), 2U);
  EXPECT_EQ(event.Mqtt->UserProperties[1].Name, "a");
  EXPECT_EQ(event.Mqtt->UserProperties[1].Value, "c");
  ASSERT_TRUE(event.Context.Mqtt);
  EXPECT_EQ(event.Context.Mqtt->PhysicalConnectionId, "p1");
  EXPECT_EQ(event.Context.Mqtt->SessionId, std::nullopt);
}

TEST_F(MqttEvents, MayLackOptionalParts) {
  EXPECT_EQ(StatusOf(ConnectRequest(Version311)), 204);
  const auto& event = Hub->Connects.at(0);
  EXPECT_EQ(event.Mqtt->ProtocolVersion, 4);
  EXPECT_EQ(event.Mqtt->Username, std::nullopt);
  EXPECT_EQ(event.Mqtt->Password, std::nullopt);
  EXPECT_TRUE(event.Mqtt->UserProperties.empty());
  EXPECT_FALSE(event.Context.Mqtt);
}

TEST_F(MqttEvents, HaveTheirIds) {
  auto request = With(UserRequest(), "ce-physicalConnectionId", "p1");
  request.Headers.Set("ce-sessionId", "s1");
  request.Headers.Set("mqtt-color", "red");
  EXPECT_EQ(StatusOf(request), 204);
  const ConnectionContext& context = Hub->Messages.at(0).Context;
  EXPECT_EQ(context.Mqtt->PhysicalConnectionId, "p1");
  EXPECT_EQ(context.Mqtt->SessionId, "s1");
  EXPECT_EQ(context.Headers.Get("mqtt-color"), "red");
}

TEST_F(MqttEvents, DisconnectedIsRead) {
  for (
      const char* mqtt :
      {R"({"initiatedByClient":true,"disconnectPacket":{"code":4,"userProperties":[{"name":"a"}]}})",
       R"({"initiatedByClient":false,"disconnectPacket":null})", R"({})", "null"}) {
    EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.sys.disconnected",
                                     std::string(R"({"reason":"r","mqtt":)") + mqtt + "}")),
              204);
  }
  EXPECT_TRUE(Hub->Disconnected.at(0).Mqtt->InitiatedByClient);
  EXPECT_EQ(Hub->Disconnected[0].Mqtt->Code, 4);
  EXPECT_EQ(Hub->Disconnected[0].Mqtt->UserProperties.at(0).Name, "a");
  EXPECT_FALSE(Hub->Disconnected[1].Mqtt->InitiatedByClient);
  EXPECT_EQ(Hub->Disconnected[1].Mqtt->Code, std::nullopt);
  EXPECT_TRUE(Hub->Disconnected[2].Mqtt);
  EXPECT_FALSE(Hub->Disconnected[3].Mqtt);
  EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub.sys.disconnected",
                                   R"({"mqtt":{"disconnectPacket":7}})")),
            400);
}

TEST_F(MqttEvents, AreAccepted) {
  ConnectEventResponse reply;
  EXPECT_EQ(Reply(Version5, reply).Status(), 204);
  reply.UserId = "ann";
  reply.Subprotocol = "mqtt";
  reply.MqttUserProperties = {{"a", "b"}, {"a", "c"}};
  EXPECT_EQ(Reply(Version5, reply).Body(),
            R"({"userId":"ann","subprotocol":"mqtt",)"
            R"("mqtt":{"userProperties":[{"name":"a","value":"b"},{"name":"a","value":"c"}]}})");
  reply.MqttUserProperties = {{"a", "\xff"}};
  ExpectRefused("MqttUserProperties", [&] { ToHttp(ConnectReply(reply), ConnectEventRequest()); });
}

TEST_F(MqttEvents, AreRefusedByACode) {
  MqttConnectErrorResponse reply(135, "no");
  const HttpResponse response = Reply(Version5, reply);
  EXPECT_EQ(response.Status(), 401);
  EXPECT_EQ(response.Body(), R"({"mqtt":{"code":135,"reason":"no","userProperties":[]}})");
  EXPECT_EQ(response.Headers().Get("Content-Type"), "application/json; charset=utf-8");
  reply.UserProperties = {{"a", "b"}};
  EXPECT_EQ(Reply(Version5, reply).Body(),
            R"({"mqtt":{"code":135,"reason":"no","userProperties":[{"name":"a","value":"b"}]}})");
  ExpectRefused("Reason", [] {
    ToHttp(ConnectReply(MqttConnectErrorResponse(135, "\xff")), ConnectEventRequest());
  });
}

TEST_F(MqttEvents, HaveTheStatusOfTheirCode) {
  const std::vector<std::pair<int, std::vector<int>>> table = {
      {400, {1, 2, 129, 131, 132, 133, 140, 144, 149, 153, 154, 155}},
      {401, {4, 5, 134, 135}},
      {403, {138}},
      {429, {151, 159}},
      {503, {3}},
      {500, {128, 136, 137, 156, 157, 0, 6, 127, 130, 158, 160, 255, -1}}};
  for (const auto& [status, codes] : table) {
    for (const int code : codes) {
      EXPECT_EQ(Reply(Version5, MqttConnectErrorResponse(code)).Status(), status) << code;
    }
  }
}

TEST_F(MqttEvents, HaveTheCodeOfTheirStatus) {
  const auto bodyOf = [this](const char* version, int status) {
    const HttpResponse response = Reply(version, EventErrorResponse(status, "no"));
    EXPECT_EQ(response.Status(), status);
    return response.Body();
  };
  const auto refusal = [](int code) {
    return R"({"mqtt":{"code":)" + std::to_string(code) + R"(,"reason":"no","userProperties":[]}})";
  };
  EXPECT_EQ(bodyOf(Version311, 400), refusal(4));
  EXPECT_EQ(bodyOf(Version311, 401), refusal(5));
  for (const int status : {403, 429, 500, 503}) EXPECT_EQ(bodyOf(Version311, status), refusal(3));
  EXPECT_EQ(bodyOf(Version5, 400), refusal(134));
  EXPECT_EQ(bodyOf(Version5, 401), refusal(135));
  for (const int status : {403, 429, 500, 503}) EXPECT_EQ(bodyOf(Version5, status), refusal(128));
  EXPECT_EQ(Reply(Version5, EventErrorResponse(200, "no")).Body(), "");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
