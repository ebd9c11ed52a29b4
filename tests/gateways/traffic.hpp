#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gate.hpp"
#include "support/ledger.hpp"
#include "support/subscriber.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// How many messages a client sends, and how often.
struct Pace {
  std::size_t Sends = 1500;
  /// What each thread waits between two sends: a random time between these.
  std::chrono::milliseconds Shortest{5};
  std::chrono::milliseconds Longest{15};
};

/// A client that sends numbered messages to a user from 16 threads, in one form and one mode, and
/// the books about them.
class Traffic {
 public:
  static constexpr std::size_t Threads = 16;

  enum class Form { Blocking, Asynchronous };

  /// @param client what sends through the gateway.
  /// @param direct a client that reaches the service without the gateway.
  /// @param gate each send passes it.
  Traffic(const WebPubSubServiceClient& client, const WebPubSubServiceClient& direct, Form form,
          SendRetry mode, const Pace& pace, Gate& gate, const std::string& caFile);
  ~Traffic();
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  void Start();
  [[nodiscard]] bool HasEnded() const { return ledger_.CountEnded() == pace_.Sends; }
  /// Waits for the threads, and for all that the service has accepted so far.
  void Join();

  /// "blocking, at most once"
  [[nodiscard]] std::string Name() const;
  [[nodiscard]] bool IsAtMostOnce() const { return atMostOnce_; }
  /// What doesn't balance, in words. After Join.
  [[nodiscard]] std::vector<std::string> FindErrors() const;
  [[nodiscard]] std::size_t Succeeded() const { return ledger_.Count(SendEnd::Success); }
  [[nodiscard]] std::size_t Failed() const { return pace_.Sends - Succeeded(); }
  /// The totals, and why sends failed.
  [[nodiscard]] std::string Summary() const;

 private:
  void Send(std::size_t thread);
  void SendOne(std::size_t id);

  const Form form_;
  const bool atMostOnce_;
  const Pace pace_;
  Gate& gate_;
  const std::string userId_;
  const WebPubSubServiceClient client_;
  const WebPubSubServiceClient direct_;
  Ledger ledger_;
  std::atomic<std::size_t> succeeded_{0};
  Subscriber subscriber_;
  bool hasJoined_ = false;
  bool sawEnd_ = false;
  std::mutex mutex_;
  std::map<std::string, std::size_t> failures_;
  std::vector<std::thread> threads_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
