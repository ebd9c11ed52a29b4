// A producer that is faster than the network: limit the calls in flight, and choose what happens
// when the limit is reached.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   backpressure
#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

constexpr int Messages = 200;

struct Outcome {
  int Accepted;
  int Dropped;
};

Outcome Produce(OverflowAction whenFull) {
  WebPubSubServiceClientOptions options;
  options.Limits.MaxCalls = 16;
  options.Limits.MaxBytes = 1'000'000;
  options.Limits.WhenFull = whenFull;
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat", options);

  std::atomic<int> accepted{0};
  std::atomic<int> dropped{0};
  for (int i = 0; i < Messages; ++i) {
    client.SendToAllAsync(std::to_string(i)).Then([&](const Result<Response>& result) {
      try {
        (void)result.Value();
        ++accepted;
      } catch (const TooManyCallsException&) {
        ++dropped;  // nothing was sent
      } catch (const WebPubSubException& exception) {
        std::cerr << "backpressure: " << exception.what() << '\n';
      }
    });
  }
  client.WaitUntilIdle();
  return {accepted, dropped};
}

}  // namespace

int main() try {
  // Wait: the producer waits for the network. No message is lost, and memory use stays small.
  const Outcome waiting = Produce(OverflowAction::Wait);
  std::cout << "waiting:  " << waiting.Accepted << " accepted, " << waiting.Dropped << " dropped\n";

  // Fail: the producer never waits, and messages are dropped. For values such as prices or
  // positions, where the next message replaces a lost one.
  const Outcome dropping = Produce(OverflowAction::Fail);
  std::cout << "dropping: " << dropping.Accepted << " accepted, " << dropping.Dropped
            << " dropped\n";

  const bool lostNone = waiting.Accepted == Messages;
  return lostNone && dropping.Accepted + dropping.Dropped == Messages ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "backpressure: " << exception.what() << '\n';
  return 1;
}
