// A program that exits while calls are in flight, in the way that its first argument selects.
//   usage: exit_program <way> <connection string> <CA file>

#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <cstdlib>
#include <future>
#include <iostream>
#include <memory>
#include <string>

namespace {

using namespace Azure::Messaging::WebPubSub;

std::unique_ptr<WebPubSubServiceClient> client;

// Starts an endless sequence of calls. Each starts the next when it ends.
void SendForEver() {
  client->SendToAllAsync("hi").Then([](const Result<Response>&) { SendForEver(); });
}

// Destroyed after the library has stopped its loops.
struct LateSender {
  ~LateSender() {
    if (!IsUsed) return;
    const auto late = client->SendToAllAsync("too late").AsResult();
    std::cerr << (late ? "sent" : "refused") << std::endl;
  }
  bool IsUsed = false;
};
LateSender lateSender;

int Run(const std::string& way) {
  // Opens a TLS connection in the blocking form's pool, and one in the loop's.
  client->SendToAll("blocking");
  client->SendToAllAsync("asynchronous").Get();
  if (way == "idle") {
    for (int i = 0; i < 10; ++i) client->SendToAllAsync("hi");
    client->WaitUntilIdle();
    return EXIT_SUCCESS;
  }
  for (int i = 0; i < 16; ++i) SendForEver();
  if (way == "callback") {
    client->SendToAllAsync("hi").Then([](const Result<Response>&) { std::exit(EXIT_SUCCESS); });
    std::promise<void>().get_future().wait();
  }
  lateSender.IsUsed = way == "late";
  return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  Diagnostics::LogToConsole(LogLevel::Warning);
  WebPubSubServiceClientOptions options;
  options.Transport.CaFile = arguments[3];
  client = std::make_unique<WebPubSubServiceClient>(arguments[2], "chat", options);
  return Run(arguments[1]);
}
