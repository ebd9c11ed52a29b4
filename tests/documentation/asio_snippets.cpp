// The code about Asio of the README, the documents and the public comments, exactly as they contain
// it. snippets_test.cpp looks each snippet up here, and runs them.

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/adapters/asio.hpp>

#include <boost/asio.hpp>

#include <chrono>
#include <exception>

#include "snippets.hpp"

namespace asio = boost::asio;
using namespace Azure::Messaging::WebPubSub;

namespace Snippets {
namespace {

void report(const char* /*message*/, int /*attempts*/) {}
template <class T>
void use(const T&) {}

// adapters/asio.hpp, .github/asio.md
asio::awaitable<void> Await(const WebPubSubServiceClient& client) {
  {
    Response sent = co_await AsyncCall(
        [&](const Context& context) { return client.SendToGroupAsync("room", "hi", {}, context); },
        asio::use_awaitable);
    use(sent);
  }
  {
    Response sent = co_await AsyncCall(client.SendToAllAsync("hi"), asio::use_awaitable);
    use(sent);
  }
  {
    Response sent = co_await AsyncCall(
        [&](const Context& context) {
          return client.SendToAllAsync("hi", {},
                                       Context::WithTimeout(std::chrono::seconds(2), context));
        },
        asio::use_awaitable);
    use(sent);
  }
  // README.md
  Response reply = co_await AsyncCall(client.SendToAllAsync("hi"), asio::use_awaitable);
  use(reply);
  AsyncPages pages([&](const Context& context) {
    return client.ListConnectionsInGroupAsync("room", {}, context);
  });
  while (auto page = co_await pages.Next(asio::use_awaitable)) use(page->Values);
}

}  // namespace

void Asio(const WebPubSubServiceClient& client) {
  AsyncCall(client.SendToUserAsync("ann", "hi"), [](Result<Response> sent) {
    if (!sent) report(sent.Error()->what(), sent.Error()->Attempts());
  });
  asio::io_context io;
  asio::co_spawn(io, Await(client), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  io.run();
  WebPubSubServiceClientOptions options;
  options.CallbackExecutor = PostTo(io.get_executor());
}

}  // namespace Snippets
