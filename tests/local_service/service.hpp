#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService {

/// How a local service runs.
struct ServiceOptions {
  ServiceOptions() {}

  /// The address to listen on; loopback, so that nobody else can reach it.
  std::string Host = "127.0.0.1";
  /// 0: a free port.
  std::uint16_t Port = 0;
  /// Tokens signed with either key are good. An empty secondary key is none.
  std::string PrimaryKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
  std::string SecondaryKey;
  /// Gets a line for each request and each client's coming and going, on the service's thread.
  /// Lines hold no tokens.
  std::function<void(const std::string& line)> Log;
};

/// A stand-in for the Azure Web PubSub service: its REST API and its WebSocket endpoint, with
/// everything in memory. Serves on a thread of its own from construction to destruction.
///
///     LocalService::Service service;
///     WebPubSubServiceClient client(service.ConnectionString(), "chat");
class Service {
 public:
  /// @throws std::runtime_error if it can't listen.
  explicit Service(ServiceOptions options = {});
  /// Tells the clients, closes everything and joins the thread.
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  [[nodiscard]] std::uint16_t Port() const;
  /// For example `http://127.0.0.1:8080`.
  [[nodiscard]] std::string Endpoint() const;
  [[nodiscard]] std::string ConnectionString() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
