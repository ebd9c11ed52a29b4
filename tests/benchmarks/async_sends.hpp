#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <future>
#include <memory>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// Keeps a number of asynchronous sends in flight. The end of one starts the next.
class AsyncSends {
 public:
  AsyncSends(WebPubSubServiceClient client, int inFlight)
      : client_(std::move(client)), inFlight_(inFlight) {}

  /// Sends this many messages and waits until all have ended. Exits the program if one fails.
  void Send(int sends);

 private:
  void SendNext();
  void OnEnd(const Result<Response>& result);

  const WebPubSubServiceClient client_;
  const int inFlight_;
  int sends_ = 0;
  std::atomic<int> started_{0};
  std::atomic<int> ended_{0};
  std::shared_ptr<std::promise<void>> done_;
};

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
