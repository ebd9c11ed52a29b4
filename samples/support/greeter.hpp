#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <memory>
#include <string>

#include "support/environment.hpp"

// What the samples of event handlers share: the events of the hub "chat", whatever the web server.

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

/// Lets users in, and repeats what they say.
class Greeter : public WebPubSubHub {
 public:
  ConnectReply OnConnect(const ConnectEventRequest& request) override {
    if (!request.Context.UserId) return EventErrorResponse(401, "sign in first");
    ConnectEventResponse accepted;
    accepted.Groups = {"lobby"};
    return accepted;
  }

  UserEventReply OnMessageReceived(const UserEventRequest& request) override {
    const std::string user = request.Context.UserId.value_or("stranger");
    return UserEventResponse("Hello, " + user + "! You said: " + request.Data);
  }
};

/// Checks requests with the key of the environment variable WebPubSubConnectionString.
inline WebPubSubEventHandler MakeEventHandler() {
  Diagnostics::LogToConsole(LogLevel::Warning);  // says why a request is refused
  EventHandlerOptions options;
  options.Sources = {EventSource::FromConnectionString(Environment("WebPubSubConnectionString"))};
  return {"chat", std::make_shared<Greeter>(), options};
}
