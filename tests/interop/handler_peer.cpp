// The C++ event handler of the interop tests, in the web server of the samples. It does the same as
// express_handler.js: clients choose its replies by the parameters of their URLs and by the names
// of their events. It prints its URL, and then a line of JSON for each system event.

#include <nlohmann/json.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/beast_events.hpp"
#include "support/environment.hpp"
#include "support/http_server.hpp"

namespace {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using nlohmann::json;

class Peer : public WebPubSubHub {
 public:
  ConnectReply OnConnect(const ConnectEventRequest& request) override {
    Print(request.Context, {{"sub", Find(request.Claims, "sub").value_or("")},
                            {"query", request.Query},
                            {"subprotocols", request.Subprotocols}});
    if (const auto status = Find(request.Query, "status")) {
      return EventErrorResponse(std::stoi(*status), "no entry");
    }
    if (const auto code = Find(request.Query, "mqtt")) {
      return MqttConnectErrorResponse(std::stoi(*code), "no entry");
    }
    ConnectEventResponse accepted;
    accepted.UserId = Find(request.Query, "user");
    accepted.Subprotocol = Find(request.Query, "subprotocol");
    if (const auto group = Find(request.Query, "group")) accepted.Groups = {*group};
    if (const auto role = Find(request.Query, "role")) {
      accepted.SetRoles(role->empty() ? std::vector<std::string>() : std::vector{*role});
    }
    if (const auto states = Find(request.Query, "states")) SetStates(*states, accepted);
    return accepted;
  }

  UserEventReply OnMessageReceived(const UserEventRequest& request) override {
    const std::string& event = request.Context.EventName;
    if (event == "fail" || request.Data == "fail") return EventErrorResponse(400, "no reply");
    if (event == "quiet") return UserEventResponse();
    if (event == "states") return UserEventResponse(RequestContent::Json(StatesOf(request)));
    if (event == "remember") {
      UserEventResponse remembered;
      SetStates(request.Data, remembered);
      return remembered;
    }
    return UserEventResponse(RequestContent(request.Data, request.ContentType));
  }

  void OnConnected(const ConnectedEventRequest& request) override { Print(request.Context, {}); }

  void OnDisconnected(const DisconnectedEventRequest& request) override {
    Print(request.Context, {{"reason", request.Reason}});
  }

 private:
  static std::optional<std::string> Find(
      const std::map<std::string, std::vector<std::string>>& values, const char* name) {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second.front();
  }

  static void SetStates(const std::string& object, ConnectionStateUpdate& update) {
    const json states = json::parse(object);
    for (const auto& [name, value] : states.items()) update.SetState(name, value.dump());
  }

  static json StatesOf(const UserEventRequest& request) {
    json states = json::object();
    for (const auto& [name, value] : request.Context.States) states[name] = json::parse(value);
    return states;
  }

  void Print(const ConnectionContext& context, json event) {
    event["event"] = context.EventName;
    event["connectionId"] = context.ConnectionId;
    if (context.UserId) event["userId"] = *context.UserId;
    const std::lock_guard lock(mutex_);
    std::cout << event.dump() << std::endl;
  }

  std::mutex mutex_;
};

WebPubSubEventHandler MakeEventHandler() {
  EventHandlerOptions options;
  options.Sources = {EventSource::FromConnectionString(Environment("WebPubSubConnectionString"))};
  options.States = StateFormat::JavaScript;
  return {"chat", std::make_shared<Peer>(), options};
}

}  // namespace

int main() try {
  const WebPubSubEventHandler handler = MakeEventHandler();
  Samples::HttpServer server(0);
  server.Serve([&handler](const Samples::Request& request) {
    return Samples::HandleEvent(handler, request);
  });
  std::cout << server.Url() << "/eventhandler" << std::endl;
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
} catch (const std::exception& exception) {
  std::cerr << "webpubsub_interop_handler: " << exception.what() << '\n';
  return 1;
}
