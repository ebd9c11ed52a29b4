// An Asio server that hears clients and awaits sends (C++20), all in one io_context on one thread:
// what a client says, the others receive. The web server is in support/coroutine_server.hpp.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   event_handler_asio 9000
#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/adapters/asio.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "support/beast_events.hpp"
#include "support/coroutine_server.hpp"
#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// The client gets its reply once the others have the message.
asio::awaitable<HttpResponse> PassOn(const WebPubSubServiceClient& client,
                                     const UserEventRequest& said) {
  SendOptions others;
  others.Excluded = {said.Context.ConnectionId};
  const std::string text = said.Context.UserId.value_or("somebody") + ": " + said.Data;
  try {
    co_await AsyncCall(client.SendToAllAsync(text, others), asio::use_awaitable);
  } catch (const WebPubSubException& failure) {
    std::cerr << failure.what() << '\n';
    co_return ToHttp(UserEventReply(EventErrorResponse(500, "try again")), said);
  }
  co_return ToHttp(UserEventReply(UserEventResponse("sent")), said);
}

asio::awaitable<HttpResponse> Respond(const WebPubSubServiceClient& client, AcceptedEvent event) {
  if (const auto* response = std::get_if<HttpResponse>(&event)) co_return *response;
  if (const auto* said = std::get_if<UserEventRequest>(&event)) {
    co_return co_await PassOn(client, *said);
  }
  if (const auto* connect = std::get_if<ConnectEventRequest>(&event)) {
    co_return ToHttp(ConnectReply(ConnectEventResponse()), *connect);
  }
  co_return HttpResponse(204);
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string connection = Environment("WebPubSubConnectionString");
  const WebPubSubServiceClient client(connection, "chat");
  EventHandlerOptions options;
  options.Sources = {EventSource::FromConnectionString(connection)};
  const WebPubSubEventHandler events("chat", std::make_shared<WebPubSubHub>(), options);
  const Samples::CoroutineHandler handler =
      [&](const Samples::Request& request) -> asio::awaitable<Samples::Response> {
    auto event = events.Accept(Samples::ReadEvent(request));
    co_return Samples::WriteResponse(co_await Respond(client, std::move(event)), request);
  };

  asio::io_context io(1);
  const auto port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 9000);
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), port});
  std::cout << "http://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
  asio::co_spawn(io, Samples::ServeHttp(std::move(acceptor), handler), asio::detached);
  io.run();
} catch (const std::exception& exception) {
  std::cerr << "event_handler_asio: " << exception.what() << '\n';
  return 1;
}
