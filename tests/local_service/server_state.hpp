#pragma once

#include <chrono>
#include <set>
#include <string>

#include "local_service/fault.hpp"
#include "local_service/hubs.hpp"
#include "local_service/request_log.hpp"
#include "local_service/rest_api.hpp"
#include "local_service/service.hpp"
#include "local_service/token.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The state of one connection.
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
  explicit ServerState(const ServiceOptions& options)
      : Options(options),
        Tokens({options.PrimaryKey, options.SecondaryKey}, options.ClockSkew),
        Rest(
            AllHubs, Tokens, [this] { return Now(); }, options) {}
  ServerState(const ServerState&) = delete;
  ServerState& operator=(const ServerState&) = delete;

  ServiceOptions Options;
  TokenVerifier Tokens;
  Hubs AllHubs;
  RestApi Rest;
  FaultPlan Faults;
  RequestLog Requests;
  /// How far tests have advanced the clock.
  std::chrono::seconds ClockOffset{0};
  /// Not owned; sessions add and remove themselves.
  std::set<Session*> Sessions;

  [[nodiscard]] Time Now() const { return std::chrono::system_clock::now() + ClockOffset; }

  void Log(const std::string& line) const {
    if (Options.Log) Options.Log(line);
  }
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
