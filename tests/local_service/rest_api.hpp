#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "local_service/hubs.hpp"
#include "local_service/rest_message.hpp"
#include "local_service/token.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// All hubs, by name in lower case.
using Hubs = std::map<std::string, Hub>;

/// The REST API over the hubs: requests in, answers out, no I/O.
class RestApi {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  RestApi(Hubs& hubs, const TokenVerifier& tokens, Clock now)
      : hubs_(hubs), tokens_(tokens), now_(std::move(now)) {}

  RestAnswer Handle(const RestRequest& request);

 private:
  Hubs& hubs_;
  const TokenVerifier& tokens_;
  Clock now_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
