#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>

#include "support/ledger.hpp"
#include "support/websocket_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// A WebSocket client of one user that records in a ledger which messages arrive. The text of each
/// message is its number; the last one is the end mark.
class Subscriber {
 public:
  static constexpr const char* EndMark = "end";

  /// Returns once the service knows the connection.
  /// @param client sends to the service without a fault.
  /// @param caFile see WebSocketClient.
  Subscriber(const WebPubSubServiceClient& client, const std::string& userId, Ledger& ledger,
             const std::string& caFile = {});
  ~Subscriber();
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  /// Waits until the message with this number, or a later one, has arrived. Without this the
  /// subscriber could fall behind, and the service disconnects clients with 1000 unread messages.
  void WaitFor(std::size_t id);
  /// Waits until so many messages have arrived, for the same reason.
  void WaitForCount(std::size_t count);

  /// Whether the end mark arrived. Gives up if no message arrives within a minute.
  bool Join();

 private:
  void Count();

  WebSocketClient socket_;
  Ledger& ledger_;
  bool sawEnd_ = false;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::size_t latest_ = 0;
  std::size_t count_ = 0;
  bool hasEnded_ = false;
  std::thread thread_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
