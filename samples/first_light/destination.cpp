#include "destination.hpp"

#include <cstdlib>
#include <iomanip>
#include <random>
#include <sstream>
#include <stdexcept>

namespace FirstLight {
namespace {

using Azure::Messaging::WebPubSub::LocalService::Service;
using Azure::Messaging::WebPubSub::LocalService::ServiceOptions;

std::string GivenConnectionString(const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "--connection-string") return arguments[1];
  if (!arguments.empty()) {
    throw std::invalid_argument(
        "usage: first_light [--connection-string \"Endpoint=...;AccessKey=...;\"]");
  }
  const char* fromEnvironment = std::getenv("WebPubSubConnectionString");
  return fromEnvironment == nullptr ? "" : fromEnvironment;
}

std::string RandomSuffix() {
  std::ostringstream suffix;
  suffix << '_' << std::hex << std::setw(8) << std::setfill('0') << std::random_device()();
  return suffix.str();
}

}  // namespace

Destination::Destination(const std::vector<std::string>& arguments)
    : connectionString_(GivenConnectionString(arguments)) {
  if (connectionString_.empty()) {
    ServiceOptions options;
    events_ = std::make_unique<EventServer>(Hub(), options.PrimaryKey);
    options.EventHandlers.emplace_back();
    options.EventHandlers[0].Hub = Hub();
    options.EventHandlers[0].Url = events_->Url();
    localService_ = std::make_unique<Service>(options);
    connectionString_ = localService_->ConnectionString();
    description_ = "a local service in this process, " + localService_->Endpoint();
  } else {
    suffix_ = RandomSuffix();
    description_ = "the service of the connection string, hub " + Hub();
  }
}

}  // namespace FirstLight
