// Asynchronous calls with callbacks, and an orderly shutdown.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   async_callbacks
#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main() try {
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  constexpr int Messages = 20;
  std::atomic<int> accepted{0};
  for (int i = 0; i < Messages; ++i) {
    // The callback runs on the library's I/O thread and must not block. To run callbacks on your
    // own threads, set options.CallbackExecutor.
    client.SendToAllAsync(std::to_string(i)).Then([&](const Result<Response>& result) {
      if (result) ++accepted;
    });
  }

  // Fire and forget: the future is dropped. If the call fails, the library logs a warning.
  client.SendToAllAsync("good-bye");

  // The callbacks refer to local variables, so wait until all callbacks have returned.
  client.WaitUntilIdle();
  std::cout << accepted << " of " << Messages << " messages accepted\n";
  return accepted == Messages ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "async_callbacks: " << exception.what() << '\n';
  return 1;
}
