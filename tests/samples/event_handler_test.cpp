// The samples of event handlers, over sockets.

#include <azure/messaging/webpubsub/testing/events.hpp>

#include <gmock/gmock.h>

#include <string>

#include "serving_sample.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::StartsWith;

constexpr const char* Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

class EventHandlerSample : public ::testing::TestWithParam<const char*> {
 protected:
  LocalService::Testing::HttpResponse Exchange(const EventHandlerRequest& request) {
    return sample_.Exchange(request);
  }

 private:
  ServingSample sample_{GetParam(),
                        "Endpoint=http://localhost;AccessKey=" + std::string(Key) + ";"};
};

TEST_P(EventHandlerSample, IsValidated) {
  const auto known = Exchange(MakeValidationRequest());
  EXPECT_EQ(known.Status, 200);
  EXPECT_EQ(known.Header("WebHook-Allowed-Origin"), "localhost");
  const auto unknown = Exchange(MakeValidationRequest("evil.example"));
  EXPECT_EQ(unknown.Status, 403);
  EXPECT_EQ(unknown.Header("WebHook-Allowed-Origin"), std::nullopt);
}

TEST_P(EventHandlerSample, HearsClients) {
  // cpp-httplib before 0.44 decodes a %.
  const bool mayDecode = std::string(GetParam()) == "event_handler_httplib";
  const std::string user = mayDecode ? "Łü" : "Łü%41";
  auto connect = MakeConnectRequest(Key, "chat", "conn-1");
  EXPECT_EQ(Exchange(connect).Body, "sign in first");
  connect.Headers.Set("ce-userId", user);
  const auto accepted = Exchange(connect);
  EXPECT_EQ(accepted.Status, 200);
  EXPECT_EQ(accepted.Body, R"({"groups":["lobby"]})");
  EXPECT_EQ(accepted.Header("Content-Type"), "application/json; charset=utf-8");

  EXPECT_EQ(Exchange(MakeConnectedRequest(Key, "chat", "conn-1")).Status, 204);
  auto message = MakeUserEventRequest(Key, "chat", "conn-1", "message", "hi");
  message.Headers.Set("ce-userId", user);
  const auto reply = Exchange(message);
  EXPECT_EQ(reply.Status, 200);
  EXPECT_EQ(reply.Body, "Hello, " + user + "! You said: hi");
  EXPECT_EQ(Exchange(MakeDisconnectedRequest(Key, "chat", "conn-1")).Status, 204);
}

TEST_P(EventHandlerSample, RefusesStrangers) {
  EXPECT_EQ(Exchange(MakeConnectedRequest("another key", "chat", "conn-1")).Status, 401);
  EXPECT_EQ(Exchange(MakeConnectedRequest(Key, "news", "conn-1")).Status, 404);
}

TEST_P(EventHandlerSample, TakesLargeEvents) {
  auto request =
      MakeUserEventRequest(Key, "chat", "conn-1", "message", std::string(1'000'000, 'x'));
  request.Headers.Set("ce-connectionState", std::string(7'000, 'A'));
  const auto reply = Exchange(request);
  EXPECT_EQ(reply.Status, 200);
  EXPECT_THAT(reply.Body, StartsWith("Hello, stranger! You said: xxx"));
}

constexpr const char* Samples[] = {
    "event_handler_beast",
#ifdef WEBPUBSUB_HAS_HTTPLIB
    "event_handler_httplib",
#endif
};

INSTANTIATE_TEST_SUITE_P(All, EventHandlerSample, ::testing::ValuesIn(Samples),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
