// Measures how long a fan-out takes to a service that is far away: SendToUsers to many users, to a
// server that waits before each response. Prints a JSON object for report.py.
//
//   webpubsub_distance table [USERS ROUNDS]   by the delay and the number of connections
//   webpubsub_distance fan-out URL USERS      of a client with default options; more arguments:
//                                             CA_FILE, and 2 for HTTP/2
//   webpubsub_distance throttled [USERS]      a server accepts only a fifth of them in a second
//
// A cold fan-out is the first one of its client, which opens the connections; a warm one follows it
// at once. Each time is the median of the rounds, in milliseconds.

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "local_service/tests/self_signed_certificate.hpp"
#include "sink_process.hpp"
#include "workload.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

using LocalService::Testing::SelfSignedCertificate;
using Milliseconds = std::chrono::duration<double, std::milli>;
using std::chrono::steady_clock;

struct Effort {
  int Users = 5000;
  int Rounds = 5;
};

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double TimeOfFanOut(const WebPubSubServiceClient& client, const std::vector<std::string>& users) {
  const auto begin = steady_clock::now();
  const auto results = client.SendToUsers(users, Message);
  const Milliseconds taken = steady_clock::now() - begin;
  if (std::all_of(results.begin(), results.end(), [](const auto& sent) { return bool(sent); })) {
    return taken.count();
  }
  std::cerr << "a message was not sent\n";
  std::exit(1);
}

nlohmann::json Measure(const std::string& url, const WebPubSubServiceClientOptions& options,
                       const std::vector<std::string>& users, int rounds) {
  std::vector<double> cold;
  std::vector<double> warm;
  for (int round = 0; round < rounds; ++round) {
    const auto client = Client(url, options);
    cold.push_back(TimeOfFanOut(client, users));
    warm.push_back(TimeOfFanOut(client, users));
  }
  return {{"cold", Median(cold)}, {"warm", Median(warm)}};
}

std::vector<std::string> Users(int count) {
  std::vector<std::string> users;
  for (int i = 0; i < count; ++i) users.push_back("user" + std::to_string(i));
  return users;
}

nlohmann::json Table(const Effort& effort) {
  const SelfSignedCertificate certificate;
  const std::vector<std::string> users = Users(effort.Users);
  nlohmann::json rows = nlohmann::json::array();
  for (const bool tls : {false, true}) {
    for (const int delay : {1, 10, 40, 150}) {
      std::vector<std::string> arguments{"--delay", std::to_string(delay)};
      if (tls) {
        arguments.insert(arguments.end(),
                         {"--tls", certificate.CertificateFile(), certificate.KeyFile()});
      }
      const SinkProcess sink(arguments);
      for (const std::size_t connections : {64, 256, 512, 1024}) {
        WebPubSubServiceClientOptions options;
        options.Transport.MaxConnections = connections;
        if (tls) options.Transport.CaFile = certificate.CertificateFile();
        auto row = Measure(sink.Url(), options, users, effort.Rounds);
        row["tls"] = tls;
        row["delay"] = delay;
        row["connections"] = connections;
        rows.push_back(std::move(row));
      }
    }
  }
  return {{"users", effort.Users}, {"rows", std::move(rows)}};
}

nlohmann::json Throttled(int users) {
  const SinkProcess sink({"--delay", "40", "--throttle", std::to_string(users / 5)});
  const auto client = Client(sink.Url(), {});
  const auto begin = steady_clock::now();
  const auto results = client.SendToUsers(Users(users), Message);
  const Milliseconds taken = steady_clock::now() - begin;
  const SinkCounts counts = FetchCounts(sink.Url());
  const auto failed =
      std::count_if(results.begin(), results.end(), [](const auto& sent) { return !sent; });
  if (counts.Posts - counts.Refused != users - failed) {
    std::cerr << "what the server accepted isn't what the client reports\n";
    std::exit(1);
  }
  return {{"users", users},
          {"failed", failed},
          {"milliseconds", taken.count()},
          {"refused", counts.Refused},
          {"busiest", counts.Busiest}};
}

std::optional<nlohmann::json> Run(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "fan-out" && argc >= 4 && argc <= 6) {
    WebPubSubServiceClientOptions options;
    if (argc > 4) options.Transport.CaFile = argv[4];
    if (argc > 5) options.Transport.HttpVersion = HttpVersionPolicy::Http2;
    return Measure(argv[2], options, Users(std::atoi(argv[3])), 1);
  }
  if (what == "throttled" && argc <= 3) return Throttled(argc == 3 ? std::atoi(argv[2]) : 5000);
  Effort effort;
  if (argc == 4) effort = {std::atoi(argv[2]), std::atoi(argv[3])};
  if (what != "table" || (argc != 2 && argc != 4) || effort.Rounds < 1) return std::nullopt;
  return Table(effort);
}

int Main(int argc, char** argv) {
  const auto results = Run(argc, argv);
  if (!results) {
    std::cerr << "usage: webpubsub_distance table [USERS ROUNDS] | fan-out URL USERS | throttled "
                 "[USERS]\n";
    return 2;
  }
  std::cout << results->dump() << "\n";
  return 0;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  return Azure::Messaging::WebPubSub::Benchmarks::Main(argc, argv);
}
