// The code of the public comments, exactly as they contain it. snippets_test.cpp looks each snippet
// up here, and runs those that can be run.

#include "snippets.hpp"

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/adapters/azure_core.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <cassert>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace Azure::Messaging::WebPubSub;

namespace Azure::Identity {
// Of azure-identity, which isn't there in the tests.
class DefaultAzureCredential : public Core::Credentials::TokenCredential {
 public:
  DefaultAzureCredential() : TokenCredential("DefaultAzureCredential") {}
  Core::Credentials::AccessToken GetToken(const Core::Credentials::TokenRequestContext&,
                                          const Core::Context&) const override {
    return {};
  }
};
}  // namespace Azure::Identity

namespace Snippets {
namespace {

void report(const char* /*message*/, int /*attempts*/) {}

template <class T>
void use(const T&) {}
std::string ReadToken() { return "token"; }
const auto expiresAt = std::chrono::system_clock::now();

// credentials.hpp
class MyCredential : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest& request, const Context& context) override;
};

AccessToken MyCredential::GetToken(const TokenRequest&, const Context&) { return {}; }

// transport.hpp
class Always202 : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest&, const Context&) override { return HttpResponse(202); }
};

// event_handler.hpp
class ChatHub : public WebPubSubHub {
 public:
  ConnectReply OnConnect(const ConnectEventRequest& request) override {
    if (!request.Context.UserId) return EventErrorResponse(401, "sign in first");
    ConnectEventResponse accepted;
    accepted.Groups = {"lobby"};
    return accepted;
  }
  UserEventReply OnMessageReceived(const UserEventRequest& request) override {
    return UserEventResponse(RequestContent::Text("got " + request.Data));
  }
};

}  // namespace

// client.hpp
void FirstMessage(const std::string& connectionString) {
  WebPubSubServiceClient client(connectionString, "chat");
  client.SendToAll("Hello World!");
}

// adapters/azure_core.hpp, credentials.hpp
void Credentials(const std::string& endpoint) {
  auto entraId = std::make_shared<Azure::Identity::DefaultAzureCredential>();
  WebPubSubServiceClient client(endpoint, "chat",
                                std::make_shared<AzureCoreTokenCredential>(entraId));
  use(client);
  auto credential = std::make_shared<CallbackTokenCredential>(
      [](const TokenRequest&, const Context&) { return AccessToken(ReadToken(), expiresAt); });
  use(credential);
  use(std::make_shared<MyCredential>());
  use(std::make_shared<Always202>());
}

void Blocking(const WebPubSubServiceClient& client) {
  const std::vector<unsigned char> bytes = {0xde, 0xad};
  // content.hpp
  client.SendToAll("Hello World!");
  client.SendToAll(RequestContent::Json(R"({"Foo":"Hello World!","Bar":42})"));
  client.SendToAll(RequestContent::Binary(bytes));
  // context.hpp
  auto context = Context::WithTimeout(std::chrono::seconds(2));
  client.SendToAll("hi", {}, context);  // OperationCancelledException at the deadline
  context.Cancel();                     // from any thread, effective within 50 ms
  // response.hpp
  bool there = client.GroupExists("room");
  use(there);
  // filter.hpp
  auto filter = ClientConnectionFilter::Create("userId ne {} and {} in groups", nullptr, "it's");
  // userId ne null and 'it''s' in groups
  use(filter);
  // client.hpp
  ClientAccessOptions access;
  access.UserId = "ann";
  access.Roles = {"webpubsub.joinLeaveGroup.room", "webpubsub.sendToGroup.room"};
  std::string url = client.GetClientAccessUri(access);
  use(url);
  WebPubSubServiceClient news = client.WithHub("news");
  use(news);
  const std::vector<std::string> users = {"ann", "bob"};
  std::vector<Result<Response>> sent = client.SendToUsers(users, "hi");
  // result.hpp
  for (const auto& result : sent) {
    if (result)
      use(result.Value());
    else if (const auto* error = result.Error())
      report(error->what(), error->Attempts());
  }
  // pageable.hpp
  for (const auto& member : client.ListConnectionsInGroup("room")) use(member.ConnectionId);
  for (const auto& page : client.ListConnectionsInGroup("room").AsPages()) use(page.Values);
}

// future.hpp
Task Futures(WebPubSubServiceClient client) {
  Future<Response> pending = client.SendToAllAsync("hi");
  Response done = pending.Get();                                          // wait, or
  std::move(pending).Then([](Result<Response> result) { use(result); });  // be called, or
  Response here = co_await client.SendToAllAsync("hi");                   // C++20
  use(done);
  use(here);
}

// async_pageable.hpp
Task AsynchronousList(WebPubSubServiceClient client) {
  auto pages = client.ListConnectionsInGroupAsync("room");
  while (auto page = co_await pages.Next()) use(page->Values);
}

// testing/scripted_transport.hpp
void Mock() {
  auto transport = std::make_shared<Testing::ScriptedTransport>();
  transport->WillRespond(503);
  transport->WillRespond(202);
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  options.Retry.Delay = std::chrono::milliseconds(1);
  WebPubSubServiceClient client("https://mock.example", "chat", AzureKeyCredential("key"), options);
  client.SendToAll("Hello World!");  // receives 503, and is sent again
  assert(transport->Requests().size() == 2);
  assert(transport->Requests()[1].Body() == "Hello World!");
}

// event_handler.hpp
void Hear(const char* primary, const char* secondary) {
  const auto [method, headers, body] = Testing::MakeConnectRequest("key", "chat", "conn-1");
  EventHandlerOptions options;
  options.Sources = {EventSource::FromConnectionString(primary, secondary)};
  WebPubSubEventHandler handler("chat", std::make_shared<ChatHub>(), options);
  HttpResponse response = handler.Handle({method, headers, body});
  assert(response.Status() == 401);

  const auto send = [](const HttpResponse& later) { assert(later.Status() == 204); };
  const auto request = Testing::MakeUserEventRequest("key", "chat", "conn-1", "message", "hi");
  AcceptedEvent accepted = handler.Accept(request);
  if (auto* event = std::get_if<UserEventRequest>(&accepted)) {
    send(ToHttp(UserEventReply(UserEventResponse()), *event));
  }
}

// testing/events.hpp
void HearInATest() {
  EventHandlerOptions options;
  options.Sources = {EventSource("http://localhost", {AzureKeyCredential("key")})};
  WebPubSubEventHandler handler("chat", std::make_shared<ChatHub>(), options);
  HttpResponse response =
      handler.Handle(Testing::MakeUserEventRequest("key", "chat", "conn-1", "message", "hi"));
  assert(response.Body() == "got hi");
}

}  // namespace Snippets
