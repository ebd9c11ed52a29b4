#include <azure/messaging/webpubsub/client.hpp>

#include <string>
#include <utility>

#include "client/client_state.hpp"
#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail::Operations {
namespace {

Operation<Response> Close(std::string_view name, const HubAddress& hub, UrlBuilder url,
                          const CloseOptions& options) {
  RefuseMovedFrom(options, "options");
  CheckExcluded(options.Excluded);
  CheckText(options.Reason, "options.Reason");
  url.Literal("/:closeConnections").RepeatedQuery("excluded", options.Excluded);
  url.OptionalQuery("reason", options.Reason);
  return {MakeRequest(name, HttpMethod::Post, hub, url, NoContent), Readers::Raw};
}

Operation<Response> CloseConnection(const HubAddress& hub, std::string_view connectionId,
                                    std::string_view reason) {
  UrlBuilder url = UrlOfConnection(hub, connectionId);
  CheckText(reason, "reason");
  url.OptionalQuery("reason", reason);
  return {MakeRequest("CloseConnection", HttpMethod::Delete, hub, url, NoContent), Readers::Raw};
}

Operation<Response> CloseAllConnections(const HubAddress& hub, const CloseOptions& options) {
  return Close("CloseAllConnections", hub, UrlOfHub(hub), options);
}

Operation<Response> CloseGroupConnections(const HubAddress& hub, std::string_view group,
                                          const CloseOptions& options) {
  return Close("CloseGroupConnections", hub, UrlOfGroup(hub, group), options);
}

Operation<Response> CloseUserConnections(const HubAddress& hub, std::string_view userId,
                                         const CloseOptions& options) {
  return Close("CloseUserConnections", hub, UrlOfUser(hub, userId), options);
}

Operation<ValueResponse<bool>> ConnectionExists(const HubAddress& hub,
                                                std::string_view connectionId) {
  UrlBuilder url = UrlOfConnection(hub, connectionId);
  return MakeExistenceCheck("ConnectionExists", hub, url);
}

Operation<ValueResponse<bool>> GroupExists(const HubAddress& hub, std::string_view group) {
  UrlBuilder url = UrlOfGroup(hub, group);
  return MakeExistenceCheck("GroupExists", hub, url);
}

Operation<ValueResponse<bool>> UserExists(const HubAddress& hub, std::string_view userId) {
  UrlBuilder url = UrlOfUser(hub, userId);
  return MakeExistenceCheck("UserExists", hub, url);
}

Operation<Response> GetServiceHealth(const HubAddress& hub) {
  UrlBuilder url(hub.ServiceUrl);
  OperationRequest request =
      MakeRequest("GetServiceHealth", HttpMethod::Head, hub, url.Literal("/api/health"), Ok);
  request.NeedsToken = false;
  return {std::move(request), Readers::Raw};
}

}  // namespace
}  // namespace Detail::Operations

namespace Operations = Detail::Operations;

Response WebPubSubServiceClient::CloseConnection(std::string_view connectionId,
                                                 std::string_view reason,
                                                 const Context& context) const {
  return state_->Call(Operations::CloseConnection(state_->Address, connectionId, reason), context);
}

Future<Response> WebPubSubServiceClient::CloseConnectionAsync(std::string_view connectionId,
                                                              std::string_view reason,
                                                              const Context& context) const {
  return state_->Start(Operations::CloseConnection(state_->Address, connectionId, reason), context);
}

Response WebPubSubServiceClient::CloseAllConnections(const CloseOptions& options,
                                                     const Context& context) const {
  return state_->Call(Operations::CloseAllConnections(state_->Address, options), context);
}

Future<Response> WebPubSubServiceClient::CloseAllConnectionsAsync(const CloseOptions& options,
                                                                  const Context& context) const {
  return state_->Start(Operations::CloseAllConnections(state_->Address, options), context);
}

Response WebPubSubServiceClient::CloseGroupConnections(std::string_view group,
                                                       const CloseOptions& options,
                                                       const Context& context) const {
  return state_->Call(Operations::CloseGroupConnections(state_->Address, group, options), context);
}

Future<Response> WebPubSubServiceClient::CloseGroupConnectionsAsync(std::string_view group,
                                                                    const CloseOptions& options,
                                                                    const Context& context) const {
  return state_->Start(Operations::CloseGroupConnections(state_->Address, group, options), context);
}

Response WebPubSubServiceClient::CloseUserConnections(std::string_view userId,
                                                      const CloseOptions& options,
                                                      const Context& context) const {
  return state_->Call(Operations::CloseUserConnections(state_->Address, userId, options), context);
}

Future<Response> WebPubSubServiceClient::CloseUserConnectionsAsync(std::string_view userId,
                                                                   const CloseOptions& options,
                                                                   const Context& context) const {
  return state_->Start(Operations::CloseUserConnections(state_->Address, userId, options), context);
}

ValueResponse<bool> WebPubSubServiceClient::ConnectionExists(std::string_view connectionId,
                                                             const Context& context) const {
  return state_->Call(Operations::ConnectionExists(state_->Address, connectionId), context);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::ConnectionExistsAsync(
    std::string_view connectionId, const Context& context) const {
  return state_->Start(Operations::ConnectionExists(state_->Address, connectionId), context);
}

ValueResponse<bool> WebPubSubServiceClient::GroupExists(std::string_view group,
                                                        const Context& context) const {
  return state_->Call(Operations::GroupExists(state_->Address, group), context);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::GroupExistsAsync(std::string_view group,
                                                                     const Context& context) const {
  return state_->Start(Operations::GroupExists(state_->Address, group), context);
}

ValueResponse<bool> WebPubSubServiceClient::UserExists(std::string_view userId,
                                                       const Context& context) const {
  return state_->Call(Operations::UserExists(state_->Address, userId), context);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::UserExistsAsync(std::string_view userId,
                                                                    const Context& context) const {
  return state_->Start(Operations::UserExists(state_->Address, userId), context);
}

Response WebPubSubServiceClient::GetServiceHealth(const Context& context) const {
  return state_->Call(Operations::GetServiceHealth(state_->Address), context);
}

Future<Response> WebPubSubServiceClient::GetServiceHealthAsync(const Context& context) const {
  return state_->Start(Operations::GetServiceHealth(state_->Address), context);
}

}  // namespace Azure::Messaging::WebPubSub
