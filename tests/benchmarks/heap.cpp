// Measures how sends and events use the heap. Prints a JSON object.

#include <iostream>
#include <utility>
#include <vector>

#include "event_workload.hpp"
#include "heap_use.hpp"
#include "nowhere.hpp"
#include "sink_process.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

template <class Send>
double AllocationsOf(Send send) {
  constexpr int Warmup = 10;
  constexpr int Sends = 1000;
  const auto client = ClientToNowhere();
  for (int i = 0; i < Warmup; ++i) send(client);
  const auto before = CurrentHeapUse().Allocations;
  for (int i = 0; i < Sends; ++i) send(client);
  return static_cast<double>(CurrentHeapUse().Allocations - before) / Sends;
}

double AllocationsOfASend() {
  return AllocationsOf([](const auto& client) { client.SendToAll(Message); });
}

double AllocationsOfASendToAGroup() {
  return AllocationsOf([](const auto& client) { client.SendToGroup("room", Message); });
}

double AllocationsOfAnEvent() {
  constexpr int Events = 100;
  const WebPubSubEventHandler handler = EventHandler();
  std::vector<EventHandlerRequest> requests(Events, UserEvent());
  (void)handler.Accept(UserEvent());
  const auto before = CurrentHeapUse().Allocations;
  for (EventHandlerRequest& request : requests) (void)handler.Accept(std::move(request));
  return static_cast<double>(CurrentHeapUse().Allocations - before) / Events;
}

// The heap use of a queued call. It stays queued because every connection waits for a response that
// never comes.
double BytesOfAQueuedCall() {
  constexpr int Calls = 10'000;
  const SinkProcess sink({"--silent"});
  WebPubSubServiceClientOptions options;
  options.Limits.MaxCalls = 3 * Calls;
  const WebPubSubServiceClient client(sink.Url(), Hub, AzureKeyCredential(AccessKey), options);
  const RequestContent content(Message);  // shared by all calls
  const auto liveBytesAfter = [&](int more) {
    for (int i = 0; i < more; ++i) client.SendToAllAsync(content);
    // Calls start in order. So once this cancelled call has ended, those before it have started.
    const auto over = Context::Cancellable();
    over.Cancel();
    (void)client.SendToAllAsync(content, {}, over).AsResult();
    return CurrentHeapUse().LiveBytes;
  };
  const auto before = liveBytesAfter(Calls);
  return static_cast<double>(liveBytesAfter(Calls) - before) / Calls;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main() {
  using namespace Azure::Messaging::WebPubSub::Benchmarks;
  std::cout << R"({"allocations":)" << AllocationsOfASend() << R"(,"allocationsToAGroup":)"
            << AllocationsOfASendToAGroup() << R"(,"allocationsOfAnEvent":)"
            << AllocationsOfAnEvent() << R"(,"bytesOfAQueuedCall":)" << BytesOfAQueuedCall()
            << "}\n";
}
