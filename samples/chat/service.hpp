#pragma once

#include <optional>
#include <string>

#include "local_service/service.hpp"

namespace Chat {

/// What carries the messages: a resource in Azure, or a local service that runs in this process for
/// as long as this object lives.
class Service {
 public:
  /// @param connectionString empty: a local service.
  explicit Service(std::string connectionString);

  const std::string& ConnectionString() const { return connectionString_; }
  std::string Description() const;

 private:
  std::optional<Azure::Messaging::WebPubSub::LocalService::Service> local_;
  std::string connectionString_;
};

}  // namespace Chat
