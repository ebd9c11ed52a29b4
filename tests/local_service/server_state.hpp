#pragma once

#include <chrono>
#include <functional>
#include <set>
#include <string>

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

 protected:
  Session() = default;
  Session(const Session&) = default;
  Session& operator=(const Session&) = default;
};

/// What all sessions share. Only the service's thread touches it, so it needs no locks.
struct ServerState {
  explicit ServerState(const ServiceOptions& options)
      : Options(options),
        Tokens({options.PrimaryKey, options.SecondaryKey}),
        Rest(AllHubs, Tokens, [] { return std::chrono::system_clock::now(); }) {}

  ServiceOptions Options;
  TokenVerifier Tokens;
  Hubs AllHubs;
  RestApi Rest;
  std::set<Session*> Sessions;

  void Log(const std::string& line) const {
    if (Options.Log) Options.Log(line);
  }
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
