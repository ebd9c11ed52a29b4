#include "chat/service.hpp"

#include <utility>

namespace Chat {

Service::Service(std::string connectionString) : connectionString_(std::move(connectionString)) {
  if (!connectionString_.empty()) return;
  local_.emplace();
  connectionString_ = local_->ConnectionString();
}

std::string Service::Description() const {
  if (!local_) return "the Azure Web PubSub resource of the connection string";
  return "a local service in this process, which shows what passes at " +
         local_->LivePage().value_or(local_->Endpoint());
}

}  // namespace Chat
