// The code of the README and the other documents, exactly as they contain it. snippets_test.cpp
// looks each snippet up here, and runs those that can be run.

#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include "snippets.hpp"

using namespace Azure::Messaging::WebPubSub;

namespace Snippets {
namespace {

void count_failure(const WebPubSubException* failure) {
  if (failure == nullptr) throw std::logic_error("a failure without an exception");
}

}  // namespace

// README.md
void Errors(const WebPubSubServiceClient& client) {
  const auto report = [](int, const std::string&, const std::string&) {};
  const auto queue_again = [] {};
  try {
    client.SendToUser("ann", "hi");
  } catch (const RequestFailedException& failed) {  // The service responded with a failure
    report(failed.Status(), failed.ErrorCode(), failed.RawResponse().ServiceRequestId());
  } catch (const WebPubSubException& failed) {  // No connection, no token, the deadline, …
    if (!failed.MayHaveBeenAccepted())
      queue_again();  // A repeated send can't duplicate the message
  }
}

HttpResponse HearAndReply(const std::string& connectionString, const std::string& method,
                          const HttpHeaders& headers, const std::string& body) {
  struct ChatHub : WebPubSubHub {
    UserEventReply OnMessageReceived(const UserEventRequest& request) override {
      return UserEventResponse("You said: " + request.Data);
    }
  };

  EventHandlerOptions options;
  options.Sources = {EventSource::FromConnectionString(connectionString)};
  WebPubSubEventHandler handler("chat", std::make_shared<ChatHub>(), options);
  HttpResponse response = handler.Handle({method, headers, body});  // In any web server
  return response;
}

void Options(const std::string& connectionString) {
  WebPubSubServiceClientOptions options;
  options.Retry.Sends = SendRetry::AtMostOnce;
  options.Retry.MaxRetries = 5;                    // Default: 3
  options.CallTimeout = std::chrono::seconds(30);  // A deadline for every call; default: none
  options.Limits.MaxCalls = 1'000;                 // Asynchronous calls in flight; default: 10,000
  WebPubSubServiceClient client(connectionString, "chat", options);

  client.SendToAll(
      "hi", {},
      Context::WithTimeout(std::chrono::seconds(2)));  // A deadline for all attempts together
}

void Logging() { Diagnostics::LogToConsole(LogLevel::Informational); }

Task Asynchronous(WebPubSubServiceClient client) {
  Future<Response> pending = client.SendToAllAsync("hi");  // Returns at once
  pending.Get();  // Waits; returns or throws as the blocking form does

  client.SendToUserAsync("ann", "hi").Then([](Result<Response> sent) {
    if (!sent) count_failure(sent.Error());  // On the I/O thread: don't block it
  });

  Response response = co_await client.SendToGroupAsync("room", "hi");  // C++20

  if (response.Status() != 202) throw std::logic_error("an unexpected status");
}

void Shutdown(const WebPubSubServiceClient& client) {
  client.WaitUntilIdle();  // Before shutdown: waits for all calls and callbacks
}

// tests/local_service/README.md
void LocalService() {
  WebPubSubServiceClient client(std::getenv("WebPubSubConnectionString"), "chat");
  client.SendToGroup("room", "Hello World!");
}

// .github/event_handler.md
void RotateKeys(const std::string& accessKey, const std::string& newKey) {
  using ChatHub = WebPubSubHub;
  EventHandlerOptions options;
  AzureKeyCredential key(accessKey);
  options.Sources = {EventSource("https://name.webpubsub.azure.com", {key})};
  WebPubSubEventHandler handler("chat", std::make_shared<ChatHub>(), options);
  key.Update(newKey);
}

UserEventReply TakeTurns() {
  UserEventResponse response("your turn");
  response.SetState("turns", "3");  // The other states stay
  return response;
}

}  // namespace Snippets
