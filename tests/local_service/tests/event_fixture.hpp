#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "event_handler_server.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// A service with one event handler, for the hub "chat".
class EventsTest : public testing::Test {
 protected:
  /// Starts the service. Without this, the handler accepts everything and replies nothing.
  void Start(EventHandlerServer::Respond respond = {}, EventHandlerServer::Respond validate = {}) {
    connections_ = 0;
    Handler.emplace(std::move(respond), std::move(validate));
    if (Options.EventHandlers.empty()) Options.EventHandlers.emplace_back();
    EventHandler& handler = Options.EventHandlers.front();
    if (handler.Hub.empty()) handler.Hub = "chat";
    if (handler.Url.empty()) handler.Url = Handler->Url();
    Options.EventRetryDelays = {std::chrono::milliseconds(1), std::chrono::milliseconds(1),
                                std::chrono::milliseconds(1)};
    if (Adjust) Adjust(Options);
    Options.Log = [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      lines_.push_back(line);
    };
    Service.emplace(Options);
    Client.emplace(*Service);
  }

  WebSocketClient ConnectJson(const std::string& claims = {},
                              const std::string& subprotocol = JsonSubprotocol) {
    WebSocketClient client(Client->ClientUrl(claims), subprotocol);
    Id = Member(Next(client), "connectionId");
    AwaitConnected();
    return client;
  }
  WebSocketClient ConnectReliable() { return ConnectJson({}, ReliableJsonSubprotocol); }
  WebSocketClient ConnectRaw(const std::string& claims = {}) {
    WebSocketClient client(Client->ClientUrl(claims));
    AwaitConnected();
    return client;
  }
  /// The status that refuses a client; 101 if it is accepted.
  int StatusOfUpgrade(const std::string& claims = {}) {
    try {
      const WebSocketClient client(Client->ClientUrl(claims), JsonSubprotocol);
      return 101;
    } catch (const WebPubSub::Testing::WebSocketHandshakeError& refused) {
      return refused.Status();
    }
  }
  [[nodiscard]] std::string Log() {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const std::string& line : lines_) text += line + '\n';
    return text;
  }

  ServiceOptions Options;
  /// Changes the options just before the service starts.
  std::function<void(ServiceOptions& options)> Adjust;
  std::optional<EventHandlerServer> Handler;
  std::string Id;

 private:
  // Nothing waits for the event connected, so that a later event could overtake it.
  void AwaitConnected() {
    const EventHandler& first = Options.EventHandlers.front();
    const EventHandler* taker =
        FindHandler(Options.EventHandlers, "chat", EventKind::System, "connected");
    if (taker != &first || first.Url != Handler->Url()) return;
    ++connections_;
    EXPECT_TRUE(WaitUntil([&] {
      const auto events = Handler->Events();
      return std::count_if(events.begin(), events.end(), [](const HandlerRequest& event) {
               return event.Event() == "connected";
             }) >= connections_;
    }));
  }

  int connections_ = 0;
  std::mutex mutex_;
  std::vector<std::string> lines_;

 protected:
  // Declared last: its thread uses what is above.
  std::optional<LocalService::Service> Service;
  std::optional<ServiceClient> Client;
};

/// A message that sends an event to the server.
inline std::string EventMessage(const std::string& event, const std::string& data,
                                const std::string& more = {}) {
  return R"({"type":"event","event":")" + event + R"(","dataType":"text","data":")" + data + '"' +
         (more.empty() ? "" : "," + more) + '}';
}
inline std::string SucceededAck(int id) {
  return R"({"type":"ack","ackId":)" + std::to_string(id) + R"(,"success":true})";
}
inline std::string FailedAck(int id) {
  return R"({"type":"ack","ackId":)" + std::to_string(id) +
         R"(,"success":false,"error":{"name":"InternalServerError","message":"Internal server error"}})";
}
inline std::string ServerText(const std::string& text) {
  return R"({"type":"message","from":"server","dataType":"text","data":")" + text + R"("})";
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
