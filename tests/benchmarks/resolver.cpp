// Measures what many calls at once to a name cost that isn't in the cache, while the resolver takes
// a tenth of a second: getaddrinfo of this program replaces that of libc. Prints a JSON object for
// report.py.
//
//   webpubsub_resolver [CALLS]

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <iostream>
#include <netdb.h>
#include <string>
#include <thread>
#include <vector>

#include "sink_process.hpp"
#include "workload.hpp"

namespace {

constexpr const char* SlowHost = "slow.invalid";
constexpr std::chrono::milliseconds Delay{100};
std::atomic<int> resolutions{0};

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  if (node != nullptr && std::strcmp(node, SlowHost) == 0) {
    // From libcurl 8.20 on, a resolution asks for the addresses of each family by themselves.
    if (hints == nullptr || hints->ai_family != AF_INET6) ++resolutions;
    std::this_thread::sleep_for(Delay);
    node = "127.0.0.1";
  }
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(node, service, hints, result);
}

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;
using std::chrono::steady_clock;

void SendAsynchronously(const WebPubSubServiceClient& client, int calls) {
  std::vector<Future<Response>> pending;
  for (int i = 0; i < calls; ++i) pending.push_back(client.SendToAllAsync(Message));
  for (auto& each : pending) each.Get();
}

void SendOnThreads(const WebPubSubServiceClient& client, int calls) {
  std::vector<std::thread> threads;
  for (int i = 0; i < calls; ++i) threads.emplace_back([&] { client.SendToAll(Message); });
  for (std::thread& each : threads) each.join();
}

// Of a new client, whose cache is empty.
template <class Send>
nlohmann::json Measure(const SinkProcess& sink, Send send, int calls) {
  const auto port = sink.Url().substr(sink.Url().rfind(':'));
  const auto client = Client(std::string("http://") + SlowHost + port);
  resolutions = 0;
  const auto begin = steady_clock::now();
  send(client, calls);
  const Milliseconds taken = steady_clock::now() - begin;
  return {{"milliseconds", taken.count()}, {"resolutions", resolutions.load()}};
}

int Main(int argc, char** argv) {
  const int calls = argc > 1 ? std::atoi(argv[1]) : 256;
  if (argc > 2 || calls < 1) {
    std::cerr << "usage: webpubsub_resolver [CALLS]\n";
    return 2;
  }
  const SinkProcess sink;
  const nlohmann::json results = {{"calls", calls},
                                  {"one", Measure(sink, SendOnThreads, 1)},
                                  {"blocking", Measure(sink, SendOnThreads, calls)},
                                  {"async", Measure(sink, SendAsynchronously, calls)}};
  CheckPosts(sink.Url(), std::int64_t{2} * calls + 1);
  std::cout << results.dump() << "\n";
  return 0;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  return Azure::Messaging::WebPubSub::Benchmarks::Main(argc, argv);
}
