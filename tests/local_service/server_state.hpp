#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "local_service/event_log.hpp"
#include "local_service/fault.hpp"
#include "local_service/hubs.hpp"
#include "local_service/request_log.hpp"
#include "local_service/rest_api.hpp"
#include "local_service/service.hpp"
#include "local_service/token.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

struct Event;
class EventDispatcher;

/// The state of one connection, or of one event on its way.
class Session {
 public:
  virtual ~Session() = default;
  /// Ends the session soon, because the service stops.
  virtual void Stop() = 0;
  /// Ends the session immediately.
  virtual void Abort() = 0;

 protected:
  Session() = default;
  Session(const Session&) = default;
  Session& operator=(const Session&) = default;
};

/// The state that all sessions share. Only the service's thread uses it, so it needs no locks.
struct ServerState {
  explicit ServerState(const ServiceOptions& options);
  ServerState(const ServerState&) = delete;
  ServerState& operator=(const ServerState&) = delete;

  ServiceOptions Options;
  TokenVerifier Tokens;
  Hubs AllHubs;
  RestApi Rest;
  FaultPlan Faults;
  RequestLog Requests;
  EventLog SentEvents;
  /// Not owned; null if the service doesn't run, and in tests without sockets.
  EventDispatcher* Events = nullptr;
  /// Calls a function after a delay, unless the service stops before.
  std::function<void(std::chrono::milliseconds delay, std::function<void()> call)> After;
  /// How far tests have advanced the clock.
  std::chrono::seconds ClockOffset{0};
  /// Not owned; sessions add and remove themselves.
  std::set<Session*> Sessions;

  [[nodiscard]] Time Now() const { return std::chrono::system_clock::now() + ClockOffset; }

  void Log(const std::string& line) const {
    if (Options.Log) Options.Log(line);
  }
  /// Sends an event whose response has no effect, if a handler takes it.
  void SendUnblockingEvent(Event event, const std::shared_ptr<EventSession>& session) noexcept;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
