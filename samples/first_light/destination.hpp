#pragma once

#include <memory>
#include <string>
#include <vector>

#include "event_server.hpp"
#include "local_service/service.hpp"

namespace FirstLight {

/// The service that receives the messages: an Azure resource if the option `--connection-string` or
/// the environment variable WebPubSubConnectionString has a connection string, otherwise a local
/// service, which runs in this process during the lifetime of this object.
class Destination {
 public:
  /// @throws std::invalid_argument for unknown arguments.
  explicit Destination(const std::vector<std::string>& arguments);

  const std::string& ConnectionString() const { return connectionString_; }
  const std::string& Description() const { return description_; }

  /// Hears what clients say to the server. Null in Azure, which can't call a program on this
  /// machine.
  EventServer* Events() const { return events_.get(); }

  /// The hub. In Azure its name is unique to this run, because the resource may have other users.
  std::string Hub() const { return "first_light" + suffix_; }
  /// The name, in Azure with a suffix that is unique to this run.
  std::string Unique(const std::string& name) const { return name + suffix_; }

 private:
  std::unique_ptr<EventServer> events_;
  std::unique_ptr<Azure::Messaging::WebPubSub::LocalService::Service> localService_;
  std::string connectionString_;
  std::string description_;
  std::string suffix_;
};

}  // namespace FirstLight
