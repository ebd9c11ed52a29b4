// The whole conversation: a client, the local service, a C++ event handler over a real socket, and
// back.

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <mutex>

#include "event_handler_server.hpp"
#include "hub_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::EventHandlerServer;
using LocalService::Testing::HandlerReply;
using LocalService::Testing::HandlerRequest;
using testing::HasSubstr;

// Counts the messages of each connection in its state, and remembers who came and went.
class CountingHub : public WebPubSubHub {
 public:
  ConnectReply OnConnect(const ConnectEventRequest& request) override {
    if (!request.Context.UserId) return EventErrorResponse(401, "sign in first");
    ConnectEventResponse accepted;
    accepted.UserId = *request.Context.UserId + " Ł%41";
    accepted.Groups = {"lobby"};
    accepted.SetRoles({"webpubsub.sendToGroup.lobby"});
    accepted.SetState("count", "0");
    return accepted;
  }
  UserEventReply OnMessageReceived(const UserEventRequest& request) override {
    if (request.Context.EventName == "refused") return EventErrorResponse(400);
    if (request.Context.EventName == "quiet") return UserEventResponse();
    const int count = std::stoi(request.Context.States.at("count")) + 1;
    UserEventResponse response(RequestContent::Json(
        nlohmann::json{{"got", request.Data},
                       {"from", request.Context.UserId.value_or("nobody")},
                       {"trace", request.Metadata.count("trace") == 0 ? "" : "yes"},
                       {"count", count}}));
    response.SetState("count", std::to_string(count));
    return response;
  }
  void OnConnected(const ConnectedEventRequest& request) override {
    Note("+" + request.Context.UserId.value_or(""));
  }
  void OnDisconnected(const DisconnectedEventRequest& request) override {
    Note("-" + request.Context.UserId.value_or("") + ": " + request.Reason);
  }

  [[nodiscard]] std::string Seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  void Note(const std::string& what) {
    const std::lock_guard lock(mutex_);
    seen_ += what + "\n";
  }

  std::mutex mutex_;
  std::string seen_;
};

// Serves a handler as any web server would: method, headers and body in; status, headers and body
// out.
HandlerReply Serve(const WebPubSubEventHandler& handler, const HandlerRequest& request) {
  HttpHeaders headers;
  for (const auto& [name, value] : request.Headers) headers.Append(name, value);
  const HttpResponse response = handler.Handle({request.Method, headers, request.Body});
  HandlerReply reply;
  reply.Status = response.Status();
  for (const auto& [name, value] : response.Headers()) reply.Headers.emplace_back(name, value);
  reply.Body = response.Body();
  return reply;
}

class EventHandlers : public testing::Test {
 protected:
  void Start(const std::string& keyOfHandler = LocalService::ServiceOptions().PrimaryKey) {
    EventHandlerOptions options;
    options.Sources = {EventSource("http://127.0.0.1", {AzureKeyCredential(keyOfHandler)})};
    const WebPubSubEventHandler handler("chat", Hub, options);
    const auto serve = [handler](const HandlerRequest& request) { return Serve(handler, request); };
    Server.emplace(serve, serve);
    LocalService::ServiceOptions service;
    service.EventHandlers.emplace_back();
    service.EventHandlers[0].Hub = "chat";
    service.EventHandlers[0].Url = Server->Url();
    Service.emplace(service);
    Client.emplace(Service->ConnectionString(), "chat");
  }
  WebSocketClient Connect(const std::string& userId) {
    ClientAccessOptions access;
    access.UserId = userId;
    WebSocketClient client(Client->GetClientAccessUri(access), JsonSubprotocol);
    EXPECT_THAT(Next(client), HasSubstr("connected"));
    return client;
  }
  static std::string Next(WebSocketClient& client) {
    const auto frame = client.Receive(Patience);
    return frame ? frame->Data : "";
  }

  std::shared_ptr<CountingHub> Hub = std::make_shared<CountingHub>();
  std::optional<EventHandlerServer> Server;
  std::optional<LocalService::Service> Service;
  std::optional<WebPubSubServiceClient> Client;
};

TEST_F(EventHandlers, HearAndReply) {
  Start();
  WebSocketClient ann = Connect("ann");
  for (int count = 1; count <= 3; ++count) {
    ann.SendText(R"({"type":"event","event":"say","dataType":"text","data":"Żółw","ackId":)" +
                 std::to_string(count) + R"(,"metadata":{"trace":"t"}})");
    const auto message = nlohmann::json::parse(Next(ann));
    EXPECT_EQ(message.at("from"), "server");
    EXPECT_EQ(message.at("data"),
              nlohmann::json(
                  {{"got", "Żółw"}, {"from", "ann Ł%41"}, {"trace", "yes"}, {"count", count}}));
    EXPECT_EQ(nlohmann::json::parse(Next(ann)).at("success"), true);
  }
  ann.SendText(R"({"type":"event","event":"refused","dataType":"text","data":"x","ackId":8})");
  EXPECT_THAT(Next(ann), HasSubstr("InternalServerError"));
  ann.SendText(R"({"type":"event","event":"quiet","dataType":"binary","data":"AP8=","ackId":9})");
  EXPECT_THAT(Next(ann), HasSubstr(R"("ackId":9,"success":true)"));
}

TEST_F(EventHandlers, AcceptAndRefuseClients) {
  Start();
  try {
    const WebSocketClient anonymous(Client->GetClientAccessUri(), JsonSubprotocol);
    ADD_FAILURE();
  } catch (const WebSocketHandshakeError& refused) {
    EXPECT_EQ(refused.Status(), 401);
  }
  WebSocketClient ann = Connect("ann");
  EXPECT_TRUE(Client->UserExists("ann Ł%41"));
  ann.SendText(R"({"type":"sendToGroup","group":"lobby","dataType":"text","data":"hi","ackId":1})");
  EXPECT_THAT(Next(ann), HasSubstr(R"("data":"hi")"));
  EXPECT_THAT(Next(ann), HasSubstr(R"("success":true)"));
}

TEST_F(EventHandlers, KnowWhoCameAndWent) {
  Start();
  WebSocketClient ann = Connect("ann");
  WebSocketClient bob = Connect("bob");
  (void)Server->Wait(4);
  bob.Close();
  (void)Server->Wait(5);
  Client->CloseAllConnections([] {
    CloseOptions options;
    options.Reason = "good night";
    return options;
  }());
  (void)Server->Wait(6);
  Service->Stop();
  const std::string seen = Hub->Seen();
  EXPECT_THAT(seen, HasSubstr("+ann Ł%41\n"));
  EXPECT_THAT(seen, HasSubstr("+bob Ł%41\n"));
  EXPECT_THAT(seen, HasSubstr("-bob Ł%41: \n"));
  EXPECT_THAT(
      seen, HasSubstr("-ann Ł%41: Application server closed the connection. Reason: good night\n"));
}

TEST_F(EventHandlers, RefuseAServiceWithAnotherKey) {
  Start("another key");
  try {
    const WebSocketClient client(Client->GetClientAccessUri(), JsonSubprotocol);
    ADD_FAILURE();
  } catch (const WebSocketHandshakeError& refused) {
    EXPECT_EQ(refused.Status(), 401);
  }
  EXPECT_EQ(Hub->Seen(), "");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
