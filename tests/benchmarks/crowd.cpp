// Measures what many calls and many hubs cost. Prints a JSON object for report.py.
//
//   webpubsub_crowd [CALLS]   cancelled at once, on one context; half of them too
//
// Before these, 200 clients by WithHub, with 50 asynchronous sends each.

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "sink_process.hpp"
#include "workload.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;
using std::chrono::steady_clock;

// From the cancellation until all have ended.
double MillisecondsToCancel(int calls) {
  const SinkProcess sink({"--silent"});
  WebPubSubServiceClientOptions options;
  options.Limits.MaxCalls = static_cast<std::size_t>(calls);
  const auto client = Client(sink.Url(), options);
  const Context context = Context::Cancellable();
  for (int i = 0; i < calls; ++i) client.SendToAllAsync(Message, {}, context);
  const auto begin = steady_clock::now();
  context.Cancel();
  client.WaitUntilIdle();
  return Milliseconds(steady_clock::now() - begin).count();
}

// The threads of this process whose name says that they run the library's I/O.
std::int64_t IoThreads() {
  const std::filesystem::directory_iterator threads("/proc/self/task");
  return std::count_if(begin(threads), end(threads), [](const auto& thread) {
    std::ifstream file(thread.path() / "comm");
    std::string name;
    return std::getline(file, name) && name == "webpubsub-io";
  });
}

nlohmann::json SendsOfHubs(int hubs, int sends) {
  const SinkProcess sink;
  std::vector<WebPubSubServiceClient> clients{Client(sink.Url())};
  for (int i = 1; i < hubs; ++i) {
    clients.push_back(clients.front().WithHub("hub" + std::to_string(i)));
  }
  std::int64_t threads = 0;
  for (int i = 0; i < sends; ++i) {
    for (const auto& client : clients) client.SendToAllAsync(Message);
    threads = std::max(threads, IoThreads());
  }
  clients.front().WaitUntilIdle();
  const SinkCounts counts = CheckPosts(sink.Url(), std::int64_t{hubs} * sends);
  return {{"hubs", hubs},
          {"sends", sends},
          {"ioThreads", threads},
          {"connections", counts.Connections - 1}};  // the last one fetched the counts
}

int Main(int argc, char** argv) {
  const int calls = argc > 1 ? std::atoi(argv[1]) : 100'000;
  if (argc > 2 || calls < 2) {
    std::cerr << "usage: webpubsub_crowd [CALLS]\n";
    return 2;
  }
  auto hubs = SendsOfHubs(200, 50);  // first, while no other client has a thread
  const nlohmann::json results = {{"calls", calls},
                                  {"milliseconds", MillisecondsToCancel(calls)},
                                  {"millisecondsOfHalf", MillisecondsToCancel(calls / 2)},
                                  {"hubs", std::move(hubs)}};
  std::cout << results.dump() << "\n";
  return 0;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  return Azure::Messaging::WebPubSub::Benchmarks::Main(argc, argv);
}
