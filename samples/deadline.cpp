// End calls at a deadline, and cancel them from another thread.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   deadline
#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <iostream>
#include <utility>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

// Sends until its context is cancelled, and returns how many messages were accepted.
int SendUntilCancelled(const WebPubSubServiceClient& client, const Context& context,
                       std::promise<void> started) {
  int accepted = 0;
  try {
    while (true) {
      client.SendToGroup("ticks", "tick", {}, context);
      if (++accepted == 3) started.set_value();
    }
  } catch (const OperationCancelledException&) {
    return accepted;
  }
}

}  // namespace

int main() try {
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // One deadline, ten seconds from now, for several calls and all their retries.
  const auto tenSeconds = Context::WithTimeout(std::chrono::seconds(10));
  client.SendToAll("first", {}, tenSeconds);
  client.SendToAll("second", {}, tenSeconds);
  std::cout << "two messages accepted before the deadline\n";

  // After the deadline, a call sends nothing.
  bool missed = false;
  try {
    client.SendToAll("too late", {}, Context::WithTimeout(std::chrono::seconds(0)));
  } catch (const OperationCancelledException& exception) {
    missed = !exception.MayHaveBeenAccepted();
    std::cout << "missed the deadline after " << exception.Attempts() << " attempts\n";
  }

  // A context without a deadline. Any copy of it can cancel the calls.
  const auto stoppable = Context::Cancellable();
  std::promise<void> started;
  const auto running = started.get_future();
  auto ticks = std::async(std::launch::async, SendUntilCancelled, std::cref(client), stoppable,
                          std::move(started));
  running.wait();
  stoppable.Cancel();
  const int accepted = ticks.get();
  std::cout << "cancelled from another thread, after three ticks or a few more\n";
  return missed && accepted >= 3 ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "deadline: " << exception.what() << '\n';
  return 1;
}
