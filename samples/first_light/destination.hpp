#pragma once

#include <memory>
#include <string>
#include <vector>

#include "local_service/service.hpp"

namespace FirstLight {

/// Where the messages go: to a resource in Azure if there is a connection string, in the option
/// `--connection-string` or in the environment variable WebPubSubConnectionString, else to a local
/// service that runs in this process for as long as this object lives.
class Destination {
 public:
  /// @throws std::invalid_argument for arguments that it doesn't know.
  explicit Destination(const std::vector<std::string>& arguments);

  const std::string& ConnectionString() const { return connectionString_; }
  const std::string& Description() const { return description_; }

  /// The hub: one for this run only, where others may be at work too.
  std::string Hub() const { return "first_light" + mark_; }
  /// The name, with a mark of this run where others may be at work too.
  std::string Unique(const std::string& name) const { return name + mark_; }

 private:
  std::unique_ptr<Azure::Messaging::WebPubSub::LocalService::Service> localService_;
  std::string connectionString_;
  std::string description_;
  std::string mark_;
};

}  // namespace FirstLight
