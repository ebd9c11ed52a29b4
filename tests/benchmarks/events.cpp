// Measures what an event costs: checking and reading a user event of 256 bytes, signed with two
// keys, against the two HMACs alone that its check needs. Prints a JSON object.
//
//   webpubsub_events ROUNDS EVENTS           events for each round
//   webpubsub_events ROUNDS EVENTS AT_MOST   fails if an event costs more than AT_MOST times its
//   HMACs

#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "auth/hmac_sha256.hpp"
#include "event_workload.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

using Clock = std::chrono::steady_clock;

double NanosecondsOfEach(Clock::time_point start, int count) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() / count;
}

double NanosecondsOfHmacs(const Detail::HmacSha256& primary, const Detail::HmacSha256& secondary,
                          int events) {
  unsigned sum = 0;
  const auto start = Clock::now();
  for (int i = 0; i < events; ++i) {
    sum += primary.Sign(ConnectionId)[0];
    sum += secondary.Sign(ConnectionId)[0];
  }
  const double each = NanosecondsOfEach(start, events);
  if (sum == 0) std::abort();  // keeps the loop
  return each;
}

double NanosecondsOfEvents(const WebPubSubEventHandler& handler, int events) {
  // As a web server has them when it calls the handler.
  std::vector<EventHandlerRequest> requests(static_cast<std::size_t>(events), UserEvent());
  const auto start = Clock::now();
  for (EventHandlerRequest& request : requests) {
    if (handler.Accept(std::move(request)).index() == 0) std::abort();  // refused
  }
  return NanosecondsOfEach(start, events);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Run(int rounds, int events, double atMost) {
  const Detail::HmacSha256 primary(PrimaryKey);
  const Detail::HmacSha256 secondary(SecondaryKey);
  const WebPubSubEventHandler handler = EventHandler();
  std::vector<double> hmacs;
  std::vector<double> accepted;
  std::vector<double> ratios;
  for (int i = 0; i < rounds; ++i) {  // in turns, so that other load affects both
    hmacs.push_back(NanosecondsOfHmacs(primary, secondary, events));
    accepted.push_back(NanosecondsOfEvents(handler, events));
    ratios.push_back(accepted.back() / hmacs.back());
  }
  const double ratio = Median(ratios);
  std::cout << R"({"hmacsNanoseconds":)" << Median(hmacs) << R"(,"eventNanoseconds":)"
            << Median(accepted) << R"(,"ratio":)" << ratio << "}\n";
  return ratio <= atMost ? 0 : 1;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  if (argc == 3 || argc == 4) {
    const double atMost = argc == 4 ? std::atof(argv[3]) : 1e9;
    return Azure::Messaging::WebPubSub::Benchmarks::Run(std::atoi(argv[1]), std::atoi(argv[2]),
                                                        atMost);
  }
  std::cerr << "usage: webpubsub_events ROUNDS EVENTS [AT_MOST]\n";
  return 2;
}
