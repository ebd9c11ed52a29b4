// Eight threads send with blocking calls and two with asynchronous ones, half of each at least once
// and half at most once. A tenth of the requests meet a fault: a refusal, a connection that is lost
// before the request is handled, one that is lost after the request is handled but before the
// response, a gateway's 503 in the place of the response, a response with odd headers, an idle
// connection that is closed, or one on which a response comes that nothing asked for. WebSocket
// clients count what arrives. At the end,
// what arrived must match what the calls reported, and memory and descriptors must not have grown.
//
//     webpubsub_soak SENDS

#include <azure/messaging/webpubsub.hpp>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "local_service/service.hpp"
#include "support/ledger.hpp"
#include "support/process_use.hpp"
#include "support/sanitized.hpp"
#include "support/subscriber.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Fault;
using LocalService::FaultAction;

constexpr std::size_t BlockingProducers = 8;
constexpr std::size_t AsyncProducers = 2;
constexpr std::size_t Producers = BlockingProducers + AsyncProducers;
constexpr std::size_t MostInFlight = 64;
constexpr std::size_t MostConnections = 8;
constexpr std::size_t MostUnread = 500;

constexpr bool MemoryCounts = !IsSanitized;  // sanitizers keep freed memory

// Adds a fault for a tenth of all sends. The next send request of any producer meets it.
class FaultSource {
 public:
  FaultSource(LocalService::Service& service, unsigned seed) : service_(service), random_(seed) {}

  void BeforeSend() {
    if (std::uniform_int_distribution<int>(0, 9)(random_) != 0) return;
    Fault fault;
    fault.Path = "*/:send";
    switch (std::uniform_int_distribution<int>(0, 8)(random_)) {
      case 0:
        fault.Status = 503;
        break;
      case 1:
        fault.Status = 500;
        break;
      case 2:
        fault.Status = 429;
        break;
      case 3:
        fault.Action = FaultAction::Drop;
        break;
      case 4:
        fault.Action = FaultAction::DropAfterHandling;
        break;
      case 5:
        fault.Action = FaultAction::RespondAfterHandling;
        fault.Status = 503;
        break;
      case 6:
        fault.Action = FaultAction::RespondUnrequested;
        fault.Status = 408;
        break;
      case 7:
        fault.Action = FaultAction::OddHeaders;
        break;
      default:
        fault.Action = FaultAction::Close;
        break;
    }
    service_.AddFault(fault);
  }

 private:
  LocalService::Service& service_;
  std::mt19937 random_;
};

// Sends a range of messages to one user. The text of each message is its number.
class Producer {
 public:
  Producer(LocalService::Service& service, Ledger& ledger, std::size_t number)
      : ledger_(ledger),
        faults_(service, static_cast<unsigned>(number)),
        atMostOnce_(number % 2 == 1),
        userId_("user" + std::to_string(number)),
        client_(service.ConnectionString(), "chat", Options(atMostOnce_)) {}

  void SendBlocking(std::size_t begin, std::size_t end) {
    for (std::size_t id = begin; id < end; ++id) {
      faults_.BeforeSend();
      RecordEnd(id, [&] { client_.SendToUser(userId_, std::to_string(id)); });
    }
  }

  void SendAsync(std::size_t begin, std::size_t end, Subscriber& subscriber) {
    std::deque<Future<Response>> pending;
    std::size_t oldest = begin;
    const auto awaitOldest = [&] {
      RecordEnd(oldest++, [&] { (void)pending.front().Get(); });
      pending.pop_front();
    };
    for (std::size_t id = begin; id < end; ++id) {
      // MostUnread is far more than the number of sends that could fail in a row.
      if (id > begin + MostUnread) subscriber.WaitFor(id - MostUnread);
      faults_.BeforeSend();
      pending.push_back(client_.SendToUserAsync(userId_, std::to_string(id)));
      if (pending.size() == MostInFlight) awaitOldest();
    }
    while (!pending.empty()) awaitOldest();
  }

  [[nodiscard]] const std::string& UserId() const { return userId_; }

 private:
  static WebPubSubServiceClientOptions Options(bool atMostOnce) {
    WebPubSubServiceClientOptions options;
    options.Transport.MaxConnections = MostConnections;
    options.Retry.Delay = std::chrono::milliseconds(1);
    options.Retry.MaxDelay = std::chrono::milliseconds(4);
    options.Retry.MaxRetries = 1;  // few, so that some at-least-once sends fail too
    options.Retry.Sends = atMostOnce ? SendRetry::AtMostOnce : SendRetry::AtLeastOnce;
    // Without a logger, writing the records would be most of the work.
    options.Logger = [](const LogRecord&) {};
    options.LoggerLevel = LogLevel::Error;
    return options;
  }

  template <class Action>
  void RecordEnd(std::size_t id, Action action) {
    SendEnd end = SendEnd::Success;
    try {
      action();
    } catch (const WebPubSubException& failure) {
      end = EndOf(failure);
    }
    ledger_.Ended(id, atMostOnce_, end);
  }

  Ledger& ledger_;
  FaultSource faults_;
  const bool atMostOnce_;
  const std::string userId_;
  const WebPubSubServiceClient client_;
};

std::string Describe(const ProcessUse& use) {
  return std::to_string(use.ResidentBytes / 1024) + " KiB, " + std::to_string(use.Descriptors) +
         " descriptors";
}

// Measures the process each time another tenth of the sends has ended.
std::vector<ProcessUse> Watch(const Ledger& ledger, std::size_t sends) {
  std::vector<ProcessUse> uses;
  for (std::size_t tenth = 1; tenth <= 10; ++tenth) {
    const std::size_t mark = tenth == 10 ? sends * 99 / 100 : sends * tenth / 10;
    while (ledger.CountEnded() < mark) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    uses.push_back(MeasureProcess());
    std::cout << ledger.CountEnded() << " sends: " << Describe(uses.back()) << std::endl;
  }
  return uses;
}

std::vector<std::string> FindGrowth(const ProcessUse& before, const ProcessUse& after) {
  // Both ends of every connection that a fault may just have closed.
  constexpr std::size_t OtherDescriptors =
      2 * (BlockingProducers + AsyncProducers * MostConnections);
  // The service's record of its last 10,000 requests, and what the allocator keeps.
  constexpr std::size_t OtherBytes = std::size_t{8} * 1024 * 1024;
  std::vector<std::string> errors;
  if (after.Descriptors > before.Descriptors + OtherDescriptors) {
    errors.emplace_back("descriptors were lost");
  }
  if (MemoryCounts && after.ResidentBytes > before.ResidentBytes + OtherBytes) {
    errors.emplace_back("memory has grown");
  }
  return errors;
}

bool Run(std::size_t sends) {
  LocalService::Service service;
  Ledger ledger(sends);
  const WebPubSubServiceClient calm(service.ConnectionString(), "chat");
  std::vector<std::unique_ptr<Producer>> producers;
  std::vector<std::unique_ptr<Subscriber>> subscribers;
  for (std::size_t i = 0; i < Producers; ++i) {
    producers.push_back(std::make_unique<Producer>(service, ledger, i));
    subscribers.push_back(std::make_unique<Subscriber>(calm, producers[i]->UserId(), ledger));
  }

  const auto began = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < Producers; ++i) {
    threads.emplace_back([&, i] {
      const std::size_t begin = sends * i / Producers;
      const std::size_t end = sends * (i + 1) / Producers;
      i < BlockingProducers ? producers[i]->SendBlocking(begin, end)
                            : producers[i]->SendAsync(begin, end, *subscribers[i]);
    });
  }
  const auto uses = Watch(ledger, sends);
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  auto errors = FindGrowth(uses.front(), uses.back());
  for (std::size_t i = 0; i < Producers; ++i) {
    // A fault that no request has met yet may be left. These retries consume it.
    WebPubSubServiceClientOptions patient;
    patient.Retry.MaxRetries = 100;
    patient.Retry.Delay = patient.Retry.MaxDelay = std::chrono::milliseconds(1);
    WebPubSubServiceClient(service.ConnectionString(), "chat", patient)
        .SendToUser(producers[i]->UserId(), Subscriber::EndMark);
    if (!subscribers[i]->Join()) errors.push_back(producers[i]->UserId() + " was cut off");
  }
  for (const std::string& error : ledger.FindErrors()) errors.push_back(error);
  std::cout << sends << " sends in " << took.count() << " s\n" << ledger.Summary();
  for (const std::string& error : errors) std::cout << "FAILED: " << error << "\n";
  return errors.empty();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

int main(int argc, char** argv) {
  const std::size_t sends = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 0;
  if (sends < 1000) {
    std::cerr << "usage: webpubsub_soak SENDS, at least 1000\n";
    return 2;
  }
  return Azure::Messaging::WebPubSub::Testing::Run(sends) ? EXIT_SUCCESS : EXIT_FAILURE;
}
