#pragma once

#include <atomic>
#include <future>

namespace Azure::Messaging::WebPubSub::Testing {

/// Where the connections of a server wait for each other, so that each request of a burst has a
/// connection of its own, and then for their end.
class BurstGate {
 public:
  explicit BurstGate(int connections) : connections_(connections) {}

  /// Returns once all connections have arrived.
  void Arrive() {
    if (++arrived_ == connections_) all_.set_value();
    allArrived_.wait();
  }
  /// Returns once the connections may end.
  void AwaitEnd() { mayEndNow_.wait(); }
  void LetEnd() { mayEnd_.set_value(); }

 private:
  const int connections_;
  std::atomic<int> arrived_{0};
  std::promise<void> all_;
  const std::shared_future<void> allArrived_ = all_.get_future().share();
  std::promise<void> mayEnd_;
  const std::shared_future<void> mayEndNow_ = mayEnd_.get_future().share();
};

}  // namespace Azure::Messaging::WebPubSub::Testing
