// Event handlers, events and replies that were moved from: a handler throws, and a reply to a
// client is refused rather than changed by what it lacks.

#include "support/moved_from.hpp"

#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* Key = "key";

// Longer than what a std::string holds in itself.
const std::string Long(64, 'x');

EventHandlerOptions CheckedOptions() {
  EventHandlerOptions options;
  options.Sources = {EventSource("http://localhost", {AzureKeyCredential(Key)})};
  return options;
}

WebPubSubEventHandler MakeHandler(const EventHandlerOptions& options = CheckedOptions()) {
  return WebPubSubEventHandler("chat", std::make_shared<WebPubSubHub>(), options);
}

EventHandlerRequest MessageRequest() {
  return MakeUserEventRequest(Key, "chat", "c1", "message", RequestContent(Long));
}

UserEventRequest MessageEvent() {
  return std::get<UserEventRequest>(MakeHandler().Accept(MessageRequest()));
}

ConnectEventRequest ConnectEvent() {
  return std::get<ConnectEventRequest>(
      MakeHandler().Accept(MakeConnectRequest(Key, "chat", "c1", R"({"query":{"room":["7"]}})")));
}

// A hub whose replies were moved from.
class HollowHub final : public WebPubSubHub {
 public:
  explicit HollowHub(ConnectReply reply) : reply_(std::move(reply)) {}
  ConnectReply OnConnect(const ConnectEventRequest& /*request*/) override { return reply_; }

 private:
  ConnectReply reply_;
};

class MovedFromEvent : public ::testing::TestWithParam<MovedFromRow> {};

TEST_P(MovedFromEvent, IsEmptyAndRefuses) { GetParam().Check(); }

INSTANTIATE_TEST_SUITE_P(
    All, MovedFromEvent,
    ::testing::Values(
        RowOf(
            "WebPubSubEventHandler", [] { return MakeHandler(); },
            [](WebPubSubEventHandler& handler, Findings& findings) {
              findings.Require(handler.Handle(MessageRequest()).Status() == 204, "Handle");
            },
            [](WebPubSubEventHandler& handler, Findings& findings) {
              findings.Throws("Handle", [&] { (void)handler.Handle(MessageRequest()); });
              findings.Throws("Accept", [&] { (void)handler.Accept(MessageRequest()); });
            }),
        // Which would accept the events of every resource.
        RowOf(
            "EventHandlerOptions",
            [] {
              EventHandlerOptions options = CheckedOptions();
              options.AllowUnauthenticated = true;
              return options;
            },
            [](EventHandlerOptions& options, Findings& findings) {
              findings.Require(
                  MakeHandler(options).Handle(MakeValidationRequest("foreign")).Status() >= 400,
                  "a foreign source");
            },
            [](EventHandlerOptions& options, Findings& findings) {
              findings.Refuses("options", [&] { (void)MakeHandler(options); });
            }),
        RowOf(
            "EventSource",
            [] { return EventSource("http://localhost", {AzureKeyCredential(Key)}); },
            [](EventSource& source, Findings&) {
              EventHandlerOptions options;
              options.Sources = {source};
              (void)MakeHandler(options);
            },
            [](EventSource& source, Findings& findings) {
              EventHandlerOptions options;
              options.Sources = {source};
              findings.Refuses("options.Sources", [&] { (void)MakeHandler(options); });
            }),
        RowOf(
            "KeyOfASource", [] { return AzureKeyCredential(Key); },
            [](AzureKeyCredential& key, Findings&) {
              EventHandlerOptions options;
              options.Sources = {EventSource("http://localhost", {key})};
              (void)MakeHandler(options);
            },
            [](AzureKeyCredential& key, Findings& findings) {
              EventHandlerOptions options;
              options.Sources = {EventSource("http://localhost", {AzureKeyCredential(Key), key})};
              findings.Refuses("options.Sources", [&] { (void)MakeHandler(options); });
            }),
        RowOf(
            "EventHandlerRequest", MessageRequest,
            [](EventHandlerRequest& request, Findings& findings) {
              findings.Require(MakeHandler().Handle(request).Status() == 204, "Handle");
            },
            [](EventHandlerRequest& request, Findings& findings) {
              findings.Require(MakeHandler().Handle(request).Status() >= 400, "Handle");
            }),
        RowOf(
            "AcceptedEvent", [] { return AcceptedEvent(MessageEvent()); },
            [](AcceptedEvent& event, Findings& findings) {
              findings.Require(std::get<UserEventRequest>(event).Data == Long, "Data");
            },
            [](AcceptedEvent& event, Findings& findings) {
              const UserEventRequest& message = std::get<UserEventRequest>(event);
              findings.Require(message.Data.empty() && message.Context.States.empty(), "Data");
              findings.Refuses("request", [&] { (void)ToHttp(UserEventResponse(), message); });
            }),
        // Whose other states would be lost.
        RowOf(
            "UserEventRequest", MessageEvent,
            [](UserEventRequest& event, Findings& findings) {
              UserEventResponse reply;
              reply.SetState("turns", "1");
              findings.Require(ToHttp(reply, event).Status() == 204, "ToHttp");
              (void)reply.ToHeader(event.Context);
            },
            [](UserEventRequest& event, Findings& findings) {
              UserEventResponse reply;
              reply.SetState("turns", "1");
              findings.Refuses("request", [&] { (void)ToHttp(reply, event); });
              findings.Refuses("request", [&] { (void)ToHttp(EventErrorResponse(400), event); });
              findings.Refuses("context", [&] { (void)reply.ToHeader(event.Context); });
            }),
        RowOf(
            "ConnectEventRequest", ConnectEvent,
            [](ConnectEventRequest& event, Findings& findings) {
              findings.Require(ToHttp(ConnectEventResponse(), event).Status() == 204, "ToHttp");
            },
            [](ConnectEventRequest& event, Findings& findings) {
              findings.Require(event.Query.empty(), "Query");
              findings.Refuses("request", [&] { (void)ToHttp(ConnectEventResponse(), event); });
            }),
        // Which would remove the user and every role.
        RowOf(
            "ConnectEventResponse",
            [] {
              ConnectEventResponse reply;
              reply.UserId = Long;
              reply.SetRoles({Long});
              return reply;
            },
            [](ConnectEventResponse& reply, Findings& findings) {
              findings.Require(ToHttp(reply, ConnectEvent()).Body().find(Long) != std::string::npos,
                               "ToHttp");
            },
            [](ConnectEventResponse& reply, Findings& findings) {
              findings.Refuses("reply", [&] { (void)ToHttp(reply, ConnectEvent()); });
              const WebPubSubEventHandler handler("chat", std::make_shared<HollowHub>(reply),
                                                  CheckedOptions());
              findings.Require(
                  handler.Handle(MakeConnectRequest(Key, "chat", "c1")).Status() == 500, "Handle");
            }),
        RowOf(
            "ConnectReply",
            [] {
              ConnectEventResponse reply;
              reply.Groups = {Long};
              return ConnectReply(std::move(reply));
            },
            [](ConnectReply& reply, Findings& findings) {
              findings.Require(ToHttp(reply, ConnectEvent()).Status() == 200, "ToHttp");
            },
            [](ConnectReply& reply, Findings& findings) {
              findings.Refuses("reply", [&] { (void)ToHttp(reply, ConnectEvent()); });
            }),
        RowOf(
            "UserEventResponse",
            [] {
              UserEventResponse reply(RequestContent{Long});
              reply.SetRawState(Long);
              return reply;
            },
            [](UserEventResponse& reply, Findings& findings) {
              findings.Require(ToHttp(reply, MessageEvent()).Body() == Long, "ToHttp");
            },
            [](UserEventResponse& reply, Findings& findings) {
              findings.Refuses("reply", [&] { (void)ToHttp(reply, MessageEvent()); });
              findings.Refuses("this", [&] { (void)reply.ToHeader(ConnectionContext()); });
            }),
        RowOf(
            "ContentOfAReply", [] { return RequestContent(Long); },
            [](RequestContent& content, Findings& findings) {
              findings.Require(ToHttp(UserEventResponse(content), MessageEvent()).Body() == Long,
                               "ToHttp");
            },
            [](RequestContent& content, Findings& findings) {
              findings.Refuses("Data",
                               [&] { (void)ToHttp(UserEventResponse(content), MessageEvent()); });
              findings.Refuses(
                  "content", [&] { (void)MakeUserEventRequest(Key, "chat", "c1", "a", content); });
            }),
        // A refusal stays one.
        RowOf(
            "EventErrorResponse", [] { return EventErrorResponse(401, Long); },
            [](EventErrorResponse& reply, Findings& findings) {
              findings.Require(ToHttp(reply, MessageEvent()).Body() == Long, "ToHttp");
            },
            [](EventErrorResponse& reply, Findings& findings) {
              const HttpResponse response = ToHttp(reply, ConnectEvent());
              findings.Require(response.Status() == 401 && response.Body().empty(), "ToHttp");
            }),
        RowOf(
            "MqttConnectErrorResponse", [] { return MqttConnectErrorResponse(135, Long); },
            [](MqttConnectErrorResponse& reply, Findings& findings) {
              findings.Require(ToHttp(reply, ConnectEvent()).Status() == 401, "ToHttp");
            },
            [](MqttConnectErrorResponse& reply, Findings& findings) {
              findings.Require(ToHttp(reply, ConnectEvent()).Status() == 401, "ToHttp");
              findings.Require(reply.Reason.empty(), "Reason");
            })),
    [](const auto& test) { return test.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
