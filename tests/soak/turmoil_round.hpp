#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "broken_server.hpp"
#include "throwing.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// Threads that do everything at once to a few clients and one server.
class TurmoilRound {
 public:
  explicit TurmoilRound(bool tls);

  /// Returns once the threads have ended and each future has had its callback.
  void Run(std::chrono::seconds time);

  [[nodiscard]] const std::vector<std::string>& Errors() const { return errors_; }
  [[nodiscard]] std::size_t Calls() const { return calls_; }
  [[nodiscard]] std::size_t Callbacks() const { return callbacks_; }

 private:
  using Client = WebPubSubServiceClient;
  static constexpr std::size_t Threads = 6;
  static constexpr std::size_t Clients = 8;

  std::shared_ptr<Client> MakeClient();
  /// One of the clients, as it is or for another hub.
  std::shared_ptr<Client> AnyClient();
  /// A replaced client is destroyed on whatever thread lets go of it last.
  std::shared_ptr<Client> Replace();
  /// Counts a future and its callback, which keeps some clients until it has run.
  template <class T>
  void Follow(Future<T> future, std::shared_ptr<Client> client);
  void DoSomething();
  void Do(int what, const std::shared_ptr<Client>& client, const Context& context);
  void AddError(const std::string& error);

  BrokenServer server_;
  AzureKeyCredential key_{"key"};
  std::shared_ptr<ThrowingExecutor> executor_ = std::make_shared<ThrowingExecutor>();
  std::mutex mutex_;
  std::array<std::shared_ptr<Client>, Clients> clients_;
  std::vector<std::string> errors_;
  std::atomic<std::size_t> index_{0};
  std::atomic<std::size_t> calls_{0};
  std::atomic<std::size_t> futures_{0};
  std::atomic<std::size_t> callbacks_{0};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
