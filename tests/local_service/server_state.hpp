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

/// Something that is under way for one socket.
class Session {
 public:
  virtual ~Session() = default;
  /// The service stops: end soon.
  virtual void Stop() = 0;
  /// End now.
  virtual void Cut() = 0;

 protected:
  Session() = default;
  Session(const Session&) = default;
  Session& operator=(const Session&) = default;
};

/// What all sessions share. Only the service's thread touches it, so it needs no locks.
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
  /// How far tests have moved the clock.
  std::chrono::seconds ClockOffset{0};
  std::set<Session*> Sessions;

  [[nodiscard]] Time Now() const { return std::chrono::system_clock::now() + ClockOffset; }

  void Log(const std::string& line) const {
    if (Options.Log) Options.Log(line);
  }
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
