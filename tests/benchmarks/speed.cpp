// Measures the library and the baselines over a socket, in turns in one process. Prints a JSON
// object for report.py.
//
//   webpubsub_speed one-core [ROUNDS SENDS]    for `taskset --cpu-list 0`
//   webpubsub_speed two-cores [ROUNDS SENDS]   for `taskset --cpu-list 0,1`
//   webpubsub_speed memory [CALLS]             asynchronous calls in a plain loop, without a pause
//
// Each contender runs ROUNDS rounds of SENDS messages. Each message is 64 bytes of text to a whole
// hub.

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <sys/resource.h>

#include "async_sends.hpp"
#include "bare.hpp"
#include "contest.hpp"
#include "local_service/tests/self_signed_certificate.hpp"
#include "sink_process.hpp"
#include "workload.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

constexpr int Threads = 4;
constexpr int InFlight = 64;

struct Effort {
  int Rounds = 11;
  int Sends = 4000;
};

void Send(const WebPubSubServiceClient& client, int sends) {
  for (int i = 0; i < sends; ++i) client.SendToAll(Message);
}

nlohmann::json Blocking(const std::string& url, const HttpRequest& request, const Effort& effort) {
  BareHandle bare(request);
  const auto client = Client(url);
  return Compete({{"bare",
                   [&](int sends) {
                     for (int i = 0; i < sends; ++i) bare.Send();
                   }},
                  {"library", [&](int sends) { Send(client, sends); }}},
                 effort.Rounds, effort.Sends);
}

nlohmann::json FourThreads(const std::string& url, const HttpRequest& request,
                           const Effort& effort) {
  std::vector<std::unique_ptr<BareHandle>> handles;
  for (int i = 0; i < Threads; ++i) handles.push_back(std::make_unique<BareHandle>(request));
  const auto client = Client(url);
  return Compete(
      {{"bare",
        [&](int sends) {
          OnThreads(Threads, [&](int thread) {
            BareHandle& handle = *handles[static_cast<std::size_t>(thread)];
            for (int i = 0; i < sends / Threads; ++i) handle.Send();
          });
        }},
       {"library",
        [&](int sends) { OnThreads(Threads, [&](int) { Send(client, sends / Threads); }); }}},
      effort.Rounds, effort.Sends);
}

nlohmann::json Async(const std::string& url, const HttpRequest& request, const Effort& effort) {
  BareMulti bare(request, InFlight);
  AsyncSends library(Client(url), InFlight);
  return Compete({{"bare", [&](int sends) { bare.Send(sends); }},
                  {"library", [&](int sends) { library.Send(sends); }}},
                 effort.Rounds, effort.Sends);
}

nlohmann::json Latency(const std::string& url, const Effort& effort) {
  BareHops hops;
  BareWakeUp wakeUp;
  const auto client = Client(url);
  return Time({{"hops", [&] { hops.ThereAndBack(); }},
               {"wakeUpAndHop", [&] { wakeUp.ThereAndBack(); }},
               {"blocking", [&] { client.SendToAll(Message); }},
               {"async", [&] { client.SendToAllAsync(Message).Get(); }}},
              effort.Rounds, effort.Sends / 4);
}

std::int64_t PeakKibibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

nlohmann::json Memory(int calls) {
  const SinkProcess sink;
  const auto client = Client(sink.Url());
  client.SendToAllAsync(Message).Get();
  const auto before = PeakKibibytes();
  for (int i = 0; i < calls; ++i) client.SendToAllAsync(Message);
  client.WaitUntilIdle();
  const auto after = PeakKibibytes();
  CheckPosts(sink.Url(), calls + 1);
  return {{"calls", calls}, {"peakKibibytesBefore", before}, {"peakKibibytes", after}};
}

std::int64_t HandshakesOfSends(int sends) {
  const LocalService::Testing::SelfSignedCertificate certificate;
  const SinkProcess sink({"--tls", certificate.CertificateFile(), certificate.KeyFile()});
  WebPubSubServiceClientOptions options;
  options.Transport.CaFile = certificate.CertificateFile();
  Send(Client(sink.Url(), options), sends);
  constexpr int HandshakesOfFetchCounts = 1;
  return FetchCounts(sink.Url(), certificate.CertificateFile()).Handshakes -
         HandshakesOfFetchCounts;
}

nlohmann::json OneCore(const Effort& effort) {
  const SinkProcess sink;
  const HttpRequest request = RequestOf(sink.Url());
  nlohmann::json results;
  results["blocking"] = Blocking(sink.Url(), request, effort);
  results["async"] = Async(sink.Url(), request, effort);
  CheckPosts(sink.Url(), std::int64_t{4} * effort.Rounds * effort.Sends);
  results["latency"] = Latency(sink.Url(), effort);
  const int tlsSends = effort.Sends < 1000 ? effort.Sends : 10'000;
  results["tls"] = {{"sends", tlsSends}, {"handshakes", HandshakesOfSends(tlsSends)}};
  return results;
}

nlohmann::json TwoCores(const Effort& effort) {
  const SinkProcess sink;
  const HttpRequest request = RequestOf(sink.Url());
  nlohmann::json results;
  results["threads"] = FourThreads(sink.Url(), request, effort);
  results["async"] = Async(sink.Url(), request, effort);
  CheckPosts(sink.Url(), std::int64_t{4} * effort.Rounds * effort.Sends);
  results["latency"] = Latency(sink.Url(), effort);
  return results;
}

int Number(const char* text) { return std::atoi(text); }

std::optional<nlohmann::json> Measure(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "memory" && argc <= 3) return Memory(argc == 3 ? Number(argv[2]) : 1'000'000);
  Effort effort;
  if (argc == 4) effort = {Number(argv[2]), Number(argv[3])};
  const bool isValid = effort.Rounds > 0 && effort.Sends > 0 && effort.Sends % Threads == 0;
  if (what == "one-core" && isValid) return OneCore(effort);
  if (what == "two-cores" && isValid) return TwoCores(effort);
  return std::nullopt;
}

int Main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const auto results = Measure(argc, argv);
  if (!results) {
    std::cerr << "usage: webpubsub_speed one-core|two-cores [ROUNDS SENDS] | memory [CALLS]\n";
    return 2;
  }
  std::cout << results->dump(2) << "\n";
  return 0;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  return Azure::Messaging::WebPubSub::Benchmarks::Main(argc, argv);
}
