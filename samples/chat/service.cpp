#include "chat/service.hpp"

#include <utility>

namespace Chat {

using Azure::Messaging::WebPubSub::LocalService::ServiceOptions;

Service::Service(std::string connectionString, const std::string& hub,
                 const std::string& eventHandlerUrl)
    : connectionString_(std::move(connectionString)) {
  if (!connectionString_.empty()) return;
  ServiceOptions options;
  options.EventHandlers.emplace_back();
  options.EventHandlers[0].Hub = hub;
  options.EventHandlers[0].Url = eventHandlerUrl;
  local_.emplace(options);
  connectionString_ = local_->ConnectionString();
}

std::string Service::Description() const {
  if (!local_) return "the Azure Web PubSub resource of the connection string";
  return "a local service in this process, which shows what passes at " +
         local_->LivePage().value_or(local_->Endpoint());
}

}  // namespace Chat
