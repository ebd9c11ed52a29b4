#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "local_service/fault.hpp"
#include "local_service/request_log.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// How a local service runs. The defaults are what the real service does, as far as that is known.
struct ServiceOptions {
  ServiceOptions() {}

  /// The address to listen on; loopback, so that nobody else can reach it.
  std::string Host = "127.0.0.1";
  /// 0: a free port.
  std::uint16_t Port = 0;
  /// PEM files; with both it serves https and wss, else http and ws.
  std::string TlsCertificateFile;
  std::string TlsKeyFile;

  /// Tokens signed with either key are good. An empty secondary key is none.
  std::string PrimaryKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
  std::string SecondaryKey;
  /// How far a token's times may be off.
  std::chrono::seconds ClockSkew{300};
  /// Lets clients in that have no token at all.
  bool AllowsAnonymousClients = false;
  /// Takes tokens of Microsoft Entra for the REST API. Their signature is not checked.
  bool AcceptsEntraTokens = false;
  /// Lets tokens of the access key ask for client tokens, which the real service does not.
  bool AccessKeyMayGenerateTokens = false;

  /// The status for a body that is too large; some say 413.
  int TooLargeStatus = 400;
  /// The most bytes of a request's body and of a client's message.
  std::size_t LargestBody = 1024 * 1024;
  std::size_t LargestMessage = 1024 * 1024;
  /// What closes a raw client whose frame no event handler takes; some say 1000.
  int FailedEventCloseCode = 1011;
  /// How long a reliable client that lost its connection can come back.
  std::chrono::seconds ReliableWindow{30};
  /// Silence after which a client is pinged; after twice that it is cut.
  std::chrono::milliseconds PingInterval{20000};

  /// Serves the test controls under `/_local/`, to this machine only.
  bool HasTestControls = true;
  /// Whether `/` shows a browser what passes: with test controls, on a loopback address.
  [[nodiscard]] bool HasLivePage() const;

  /// Gets a line for each request and for what each client does, on the service's thread:
  /// don't call the service from it. Lines hold no tokens.
  std::function<void(const std::string& line)> Log;
};

/// A stand-in for the Azure Web PubSub service: its REST API and its WebSocket endpoint, with
/// everything in memory. Serves on a thread of its own from construction to destruction. Its
/// functions may be called from any thread.
///
///     LocalService::Service service;
///     WebPubSubServiceClient client(service.ConnectionString(), "chat");
class Service {
 public:
  /// @throws std::runtime_error if it can't listen, or has no use for the TLS files.
  explicit Service(ServiceOptions options = {});
  /// As Stop.
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  [[nodiscard]] std::uint16_t Port() const;
  /// For example `http://127.0.0.1:8080`.
  [[nodiscard]] std::string Endpoint() const;
  [[nodiscard]] std::string ConnectionString() const;
  /// Where a browser shows what passes; nothing where it doesn't, see ServiceOptions::HasLivePage.
  [[nodiscard]] std::optional<std::string> LivePage() const;

  /// Tells the clients, closes everything and joins the thread.
  void Stop();

  /// Lets something go wrong.
  void AddFault(Fault fault);
  /// The requests to the REST API so far.
  [[nodiscard]] std::vector<RecordedRequest> Requests() const;
  /// Hubs and connections as JSON, as `GET /_local/state` has them.
  [[nodiscard]] std::string State() const;
  /// Moves the service's clock on: tokens, messages and sessions of reliable clients expire by it.
  void AdvanceClock(std::chrono::seconds by);
  /// Cuts a client's connection without a close frame.
  /// @return false if there is no such client.
  bool AbortClient(const std::string& connectionId);
  /// Cuts all clients and forgets everything: faults, requests, the moved clock.
  void Reset();

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
