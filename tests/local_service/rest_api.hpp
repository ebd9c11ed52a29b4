#pragma once

#include <functional>

#include "local_service/rest_call.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The versions of the REST API that the service supports.
inline constexpr const char* ApiVersions[] = {"2021-10-01", "2022-11-01", "2023-07-01",
                                              "2024-01-01", "2024-12-01"};

/// Handles the requests of the REST API. It performs no I/O.
class RestApi {
 public:
  using Clock = std::function<Time()>;

  RestApi(Hubs& hubs, const TokenVerifier& tokens, Clock now, ServiceOptions options = {})
      : hubs_(hubs), tokens_(tokens), now_(std::move(now)), options_(std::move(options)) {}

  RestResponse Handle(const RestRequest& request);

 private:
  Hubs& hubs_;
  const TokenVerifier& tokens_;
  Clock now_;
  ServiceOptions options_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
