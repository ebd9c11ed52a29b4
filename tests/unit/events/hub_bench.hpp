#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/log_recorder.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

constexpr const char* EventKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

/// A hub that keeps what it receives, and replies what a test says.
class RecordingHub : public WebPubSubHub {
 public:
  ConnectReply OnConnect(const ConnectEventRequest& request) override {
    Connects.push_back(request);
    return ToConnect;
  }
  void OnConnected(const ConnectedEventRequest& request) override { Connected.push_back(request); }
  void OnDisconnected(const DisconnectedEventRequest& request) override {
    Disconnected.push_back(request);
  }
  UserEventReply OnMessageReceived(const UserEventRequest& request) override {
    Messages.push_back(request);
    return ToMessage;
  }
  void OnGroupJoined(const GroupJoinedEventRequest& request) override { Joined.push_back(request); }
  void OnGroupLeft(const GroupLeftEventRequest& request) override { Left.push_back(request); }

  [[nodiscard]] std::size_t Events() const {
    return Connects.size() + Connected.size() + Disconnected.size() + Messages.size() +
           Joined.size() + Left.size();
  }

  ConnectReply ToConnect = ConnectEventResponse();
  UserEventReply ToMessage = UserEventResponse();
  std::vector<ConnectEventRequest> Connects;
  std::vector<ConnectedEventRequest> Connected;
  std::vector<DisconnectedEventRequest> Disconnected;
  std::vector<UserEventRequest> Messages;
  std::vector<GroupJoinedEventRequest> Joined;
  std::vector<GroupLeftEventRequest> Left;
};

/// A handler of the hub "chat" that knows one source: localhost, with EventKey.
class EventTest : public ::testing::Test {
 protected:
  EventTest() {
    Options.Sources = {EventSource("http://localhost:8080", {AzureKeyCredential(EventKey)})};
    Options.Logger = Log;
  }

  [[nodiscard]] WebPubSubEventHandler Handler() const { return {"chat", Hub, Options}; }
  [[nodiscard]] HttpResponse Handle(EventHandlerRequest request) const {
    return Handler().Handle(std::move(request));
  }
  [[nodiscard]] int StatusOf(EventHandlerRequest request) const {
    return Handle(std::move(request)).Status();
  }

  static EventHandlerRequest ConnectRequest(std::string_view body = "{}") {
    return MakeConnectRequest(EventKey, "chat", "conn-1", body);
  }
  static EventHandlerRequest UserRequest(const RequestContent& content = "hi",
                                         std::string_view event = "message") {
    return MakeUserEventRequest(EventKey, "chat", "conn-1", event, content);
  }
  static EventHandlerRequest RequestOfType(std::string_view type, std::string_view body = "{}") {
    return MakeEventRequest(EventKey, "chat", "conn-1", type,
                            RequestContent(body, "application/json"));
  }
  static std::vector<EventHandlerRequest> OneOfEach() {
    return {ConnectRequest(),
            UserRequest(),
            RequestOfType("azure.webpubsub.sys.connected"),
            RequestOfType("azure.webpubsub.sys.disconnected"),
            RequestOfType("azure.webpubsub.gp.joined", R"({"group":"g"})"),
            RequestOfType("azure.webpubsub.gp.left", R"({"group":"g"})")};
  }
  static EventHandlerRequest With(EventHandlerRequest request, const std::string& name,
                                  const std::string& value) {
    request.Headers.Set(name, value);
    return request;
  }
  static EventHandlerRequest Without(EventHandlerRequest request, const std::string& name) {
    request.Headers.Remove(name);
    return request;
  }
  static EventHandlerRequest Repeating(EventHandlerRequest request, const std::string& name) {
    request.Headers.Append(name, request.Headers.Get(name).value());
    return request;
  }

  /// The reasons of all refusals so far.
  [[nodiscard]] std::vector<std::string> Reasons() const {
    std::vector<std::string> reasons;
    for (const LogRecord& record : Log.Of("EventRefused")) {
      reasons.push_back(FieldOf(record, "reason").value_or(""));
    }
    return reasons;
  }

  LogRecorder Log;
  EventHandlerOptions Options;
  std::shared_ptr<RecordingHub> Hub = std::make_shared<RecordingHub>();
};

}  // namespace Azure::Messaging::WebPubSub::Testing
