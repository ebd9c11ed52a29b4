#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "local_service/event_handler.hpp"
#include "local_service/fault.hpp"
#include "local_service/request_log.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The settings of a local service. The defaults match the known behavior of the real service.
struct ServiceOptions {
  ServiceOptions() {}

  /// The IP address to listen on. Only this machine can reach the default, a loopback address.
  std::string Host = "127.0.0.1";
  /// 0 chooses a free port.
  std::uint16_t Port = 0;
  /// PEM files. With both, the service serves https and wss; without, http and ws.
  std::string TlsCertificateFile;
  std::string TlsKeyFile;

  /// The service accepts tokens that are signed with either key. An empty secondary key is unused.
  std::string PrimaryKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
  std::string SecondaryKey;
  /// The tolerance for a token's expiry and not-before times.
  std::chrono::seconds ClockSkew{300};
  /// Admits clients without a token.
  bool AllowsAnonymousClients = false;
  /// Accepts Microsoft Entra tokens for the REST API, without checking their signature. Requires a
  /// Host that is a loopback address.
  bool AcceptsEntraTokens = false;
  /// Lets tokens that are signed with the access key request client tokens. The real service
  /// rejects such requests.
  bool AccessKeyMayGenerateTokens = false;

  /// The status for a body that is too large. Some sources report 413.
  int TooLargeStatus = 400;
  /// The maximum size of a request's body and of a client's message, in bytes.
  std::size_t MaxBodySize = 1024 * 1024;
  std::size_t MaxMessageSize = 1024 * 1024;
  /// The close code for a raw client whose event fails. Some sources report 1000.
  int FailedEventCloseCode = 1011;
  /// The endpoints that receive events. The first one that takes an event receives it; a user event
  /// that none takes fails.
  std::vector<EventHandler> EventHandlers;
  /// The limit for a handler's response, over all attempts.
  std::chrono::milliseconds EventTimeout{100000};
  std::chrono::milliseconds ValidationTimeout{10000};
  /// How long the service waits before it calls a handler again, which it does after network
  /// errors, 408 and 5xx.
  std::vector<std::chrono::milliseconds> EventRetryDelays{
      std::chrono::seconds(1), std::chrono::seconds(3), std::chrono::seconds(5)};

  /// How long a reliable client can recover a connection that it lost.
  std::chrono::seconds ReliableWindow{30};
  /// The silence of a client after which the service pings it. After twice as long, the service
  /// disconnects it.
  std::chrono::milliseconds PingInterval{20000};

  /// Serves the test controls under `/_local/`, but only to this machine.
  bool HasTestControls = true;
  /// Whether `/` serves the live page: if the test controls are on and Host is a loopback address.
  [[nodiscard]] bool HasLivePage() const;

  /// Receives a line for each request, each event and each action of a client. It is called on the
  /// service's thread and must not call the service. The lines contain no tokens.
  std::function<void(const std::string& line)> Log;
};

/// A stand-in for the Azure Web PubSub service: its REST API and its WebSocket endpoint, with all
/// state in memory. It serves on its own thread from construction to destruction. Its functions can
/// be called from any thread.
///
///     LocalService::Service service;
///     WebPubSubServiceClient client(service.ConnectionString(), "chat");
class Service {
 public:
  /// @throws std::invalid_argument if an event handler is invalid, or if the service would accept
  /// Entra tokens from other machines.
  /// @throws std::runtime_error if the service can't listen or can't use the TLS files.
  explicit Service(ServiceOptions options = {});
  /// Calls Stop.
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  [[nodiscard]] std::uint16_t Port() const;
  /// For example `http://127.0.0.1:8080`.
  [[nodiscard]] std::string Endpoint() const;
  [[nodiscard]] std::string ConnectionString() const;
  /// The URL of the live page; nothing if there is none, see ServiceOptions::HasLivePage.
  [[nodiscard]] std::optional<std::string> LivePage() const;

  /// Notifies the clients, closes all connections and joins the thread. Further calls do nothing.
  void Stop();

  /// Adds a fault for matching requests.
  /// @throws std::invalid_argument if the fault is invalid.
  void AddFault(Fault fault);
  /// The latest requests to the REST API, oldest first.
  [[nodiscard]] std::vector<RecordedRequest> Requests() const;
  /// Hubs and connections as JSON, in the format of `GET /_local/state`.
  [[nodiscard]] std::string State() const;
  /// Advances the service's clock, which decides when tokens, messages and the sessions of reliable
  /// clients expire.
  void AdvanceClock(std::chrono::seconds by);
  /// Closes a client's TCP connection without a close frame.
  /// @return false if there is no such client.
  bool AbortClient(const std::string& connectionId);
  /// Aborts all clients, removes hubs, faults and recorded requests, and resets the clock.
  void Reset();

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
