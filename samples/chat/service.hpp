#pragma once

#include <optional>
#include <string>

#include "local_service/service.hpp"

namespace Chat {

/// The service that transports the messages: an Azure resource, or a local service, which runs in
/// this process during the lifetime of this object.
class Service {
 public:
  /// @param connectionString if empty, a local service is started.
  /// @param hub the hub whose events the local service sends.
  /// @param eventHandlerUrl where it sends them.
  Service(std::string connectionString, const std::string& hub, const std::string& eventHandlerUrl);

  const std::string& ConnectionString() const { return connectionString_; }
  std::string Description() const;

 private:
  std::optional<Azure::Messaging::WebPubSub::LocalService::Service> local_;
  std::string connectionString_;
};

}  // namespace Chat
