// Measures how sends and events use the heap. Prints a JSON object.

#include <condition_variable>
#include <iostream>
#include <memory>
#include <mutex>
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

class StartCounter final : public HttpPolicy {
 public:
  void OnRequest(HttpRequest& /*request*/, int /*attempt*/,
                 const Context& /*context*/) const override {
    const std::lock_guard lock(mutex_);
    ++started_;
    changed_.notify_one();
  }
  void WaitFor(int started) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return started_ >= started; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int started_ = 0;
};

// The heap use of a queued call. It stays queued because the only connection waits for a response
// that never comes. The last call to be started may not have all of it yet.
double BytesOfAQueuedCall() {
  constexpr int Calls = 10'000;
  const SinkProcess sink({"--silent"});
  const auto counter = std::make_shared<StartCounter>();
  WebPubSubServiceClientOptions options;
  options.Limits.MaxCalls = 3 * Calls;
  options.PerCallPolicies.push_back(counter);
  options.Transport.MaxConnections = 1;
  const WebPubSubServiceClient client(sink.Url(), Hub, AzureKeyCredential(AccessKey), options);
  const RequestContent content(Message);  // shared by all calls
  const auto liveBytesWith = [&](int calls) {
    for (int i = 0; i < Calls; ++i) client.SendToAllAsync(content);
    counter->WaitFor(calls);
    return CurrentHeapUse().LiveBytes;
  };
  const auto before = liveBytesWith(Calls);
  return static_cast<double>(liveBytesWith(2 * Calls) - before) / Calls;
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
