// The program at the top of .github/asio.md: compiled, not run, for it needs a connection string.

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/adapters/asio.hpp>

#include <boost/asio.hpp>

#include <cstdlib>
#include <iostream>

namespace asio = boost::asio;
using namespace Azure::Messaging::WebPubSub;

asio::awaitable<void> Greet(const WebPubSubServiceClient& client) {
  Response sent = co_await AsyncCall(client.SendToAllAsync("hi"), asio::use_awaitable);
  std::cout << "sent with status " << sent.Status() << '\n';
}

int main() {
  WebPubSubServiceClient client(std::getenv("WebPubSubConnectionString"), "chat");
  asio::io_context io;
  asio::co_spawn(io, Greet(client), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  io.run();
}
