#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "message.hpp"
#include "support/http_server.hpp"

namespace FirstLight {

/// A web server with an event handler: it hears what clients say, and greets them.
class EventServer {
 public:
  /// @param hub the hub whose events it takes.
  /// @param key what their service signs them with.
  EventServer(const std::string& hub, const std::string& key);

  /// Where the service sends the events.
  std::string Url() const { return server_.Url() + "/eventhandler"; }

  /// The next message of a client, or nothing if none arrives in time.
  std::optional<Delivery> Next(std::chrono::milliseconds timeout);

  /// The delivery that is expected if a raw WebSocket client of this user says something.
  static Delivery Expected(const Message& message, const std::string& user);

  /// What it replies.
  static Message Greeting(const std::string& user) { return Message::Text("Hello, " + user + "!"); }

 private:
  class Greeter;

  std::shared_ptr<Greeter> greeter_;
  Samples::HttpServer server_;
};

}  // namespace FirstLight
