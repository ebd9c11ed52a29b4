#include <azure/messaging/webpubsub/client.hpp>

#include <string>
#include <utility>
#include <vector>

#include "client/client_state.hpp"
#include "core/arguments.hpp"
#include "core/text.hpp"
#include "json/request_bodies.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail::Operations {
namespace {

Operation<Response> Change(std::string_view name, HttpMethod method, const HubAddress& hub,
                           UrlBuilder& url) {
  const int success = method == HttpMethod::Put ? Ok : NoContent;
  return {MakeRequest(name, method, hub, url, success), Readers::Raw};
}

Operation<Response> ChangeConnection(std::string_view name, HttpMethod method,
                                     const HubAddress& hub, std::string_view group,
                                     std::string_view connectionId) {
  UrlBuilder url = UrlOfGroup(hub, group);
  return Change(name, method, hub, AddConnection(url, connectionId));
}

Operation<Response> ChangeUser(std::string_view name, HttpMethod method, const HubAddress& hub,
                               std::string_view group, std::string_view userId) {
  UrlBuilder url = UrlOfUser(hub, userId);
  return Change(name, method, hub, AddGroup(url, hub, group));
}

Operation<Response> ChangeByFilter(std::string_view name, const HubAddress& hub,
                                   std::string_view action, const std::vector<std::string>& groups,
                                   const ClientConnectionFilter& filter) {
  CheckVersion(hub, ServiceVersion::V2024_01_01, name);
  Require(!groups.empty(), "groups", "must hold at least one group");
  CheckGroups(groups, "groups");
  Require(filter.IsAllConnections() || !IsBlank(filter.Expression()), "filter",
          "must not be empty; ClientConnectionFilter::AllConnections() selects the whole hub");
  CheckText(filter.Expression(), "filter");
  UrlBuilder url = UrlOfHub(hub);
  OperationRequest request = MakeRequest(name, HttpMethod::Post, hub, url.Literal(action), Ok);
  SetContent(request, RequestContent::Json(WriteGroupChange(groups, filter)));
  return {std::move(request), Readers::Raw};
}

Operation<Response> AddConnectionToGroup(const HubAddress& hub, std::string_view group,
                                         std::string_view connectionId) {
  return ChangeConnection("AddConnectionToGroup", HttpMethod::Put, hub, group, connectionId);
}

Operation<Response> RemoveConnectionFromGroup(const HubAddress& hub, std::string_view group,
                                              std::string_view connectionId) {
  return ChangeConnection("RemoveConnectionFromGroup", HttpMethod::Delete, hub, group,
                          connectionId);
}

Operation<Response> RemoveConnectionFromAllGroups(const HubAddress& hub,
                                                  std::string_view connectionId) {
  constexpr const char* Name = "RemoveConnectionFromAllGroups";
  CheckVersion(hub, ServiceVersion::V2022_11_01, Name);
  UrlBuilder url = UrlOfConnection(hub, connectionId);
  return Change(Name, HttpMethod::Delete, hub, url.Literal("/groups"));
}

Operation<Response> AddUserToGroup(const HubAddress& hub, std::string_view group,
                                   std::string_view userId) {
  return ChangeUser("AddUserToGroup", HttpMethod::Put, hub, group, userId);
}

Operation<Response> RemoveUserFromGroup(const HubAddress& hub, std::string_view group,
                                        std::string_view userId) {
  return ChangeUser("RemoveUserFromGroup", HttpMethod::Delete, hub, group, userId);
}

Operation<Response> RemoveUserFromAllGroups(const HubAddress& hub, std::string_view userId) {
  UrlBuilder url = UrlOfUser(hub, userId);
  return Change("RemoveUserFromAllGroups", HttpMethod::Delete, hub, url.Literal("/groups"));
}

Operation<Response> AddConnectionsToGroups(const HubAddress& hub,
                                           const std::vector<std::string>& groups,
                                           const ClientConnectionFilter& filter) {
  return ChangeByFilter("AddConnectionsToGroups", hub, "/:addToGroups", groups, filter);
}

Operation<Response> RemoveConnectionsFromGroups(const HubAddress& hub,
                                                const std::vector<std::string>& groups,
                                                const ClientConnectionFilter& filter) {
  return ChangeByFilter("RemoveConnectionsFromGroups", hub, "/:removeFromGroups", groups, filter);
}

}  // namespace
}  // namespace Detail::Operations

namespace Operations = Detail::Operations;

Response WebPubSubServiceClient::AddConnectionToGroup(std::string_view group,
                                                      std::string_view connectionId,
                                                      const Context& context) const {
  return state_->Call(Operations::AddConnectionToGroup(state_->Address, group, connectionId),
                      context);
}

Future<Response> WebPubSubServiceClient::AddConnectionToGroupAsync(std::string_view group,
                                                                   std::string_view connectionId,
                                                                   const Context& context) const {
  return state_->Start(Operations::AddConnectionToGroup(state_->Address, group, connectionId),
                       context);
}

Response WebPubSubServiceClient::RemoveConnectionFromGroup(std::string_view group,
                                                           std::string_view connectionId,
                                                           const Context& context) const {
  return state_->Call(Operations::RemoveConnectionFromGroup(state_->Address, group, connectionId),
                      context);
}

Future<Response> WebPubSubServiceClient::RemoveConnectionFromGroupAsync(
    std::string_view group, std::string_view connectionId, const Context& context) const {
  return state_->Start(Operations::RemoveConnectionFromGroup(state_->Address, group, connectionId),
                       context);
}

Response WebPubSubServiceClient::RemoveConnectionFromAllGroups(std::string_view connectionId,
                                                               const Context& context) const {
  return state_->Call(Operations::RemoveConnectionFromAllGroups(state_->Address, connectionId),
                      context);
}

Future<Response> WebPubSubServiceClient::RemoveConnectionFromAllGroupsAsync(
    std::string_view connectionId, const Context& context) const {
  return state_->Start(Operations::RemoveConnectionFromAllGroups(state_->Address, connectionId),
                       context);
}

Response WebPubSubServiceClient::AddUserToGroup(std::string_view group, std::string_view userId,
                                                const Context& context) const {
  return state_->Call(Operations::AddUserToGroup(state_->Address, group, userId), context);
}

Future<Response> WebPubSubServiceClient::AddUserToGroupAsync(std::string_view group,
                                                             std::string_view userId,
                                                             const Context& context) const {
  return state_->Start(Operations::AddUserToGroup(state_->Address, group, userId), context);
}

Response WebPubSubServiceClient::RemoveUserFromGroup(std::string_view group,
                                                     std::string_view userId,
                                                     const Context& context) const {
  return state_->Call(Operations::RemoveUserFromGroup(state_->Address, group, userId), context);
}

Future<Response> WebPubSubServiceClient::RemoveUserFromGroupAsync(std::string_view group,
                                                                  std::string_view userId,
                                                                  const Context& context) const {
  return state_->Start(Operations::RemoveUserFromGroup(state_->Address, group, userId), context);
}

Response WebPubSubServiceClient::RemoveUserFromAllGroups(std::string_view userId,
                                                         const Context& context) const {
  return state_->Call(Operations::RemoveUserFromAllGroups(state_->Address, userId), context);
}

Future<Response> WebPubSubServiceClient::RemoveUserFromAllGroupsAsync(
    std::string_view userId, const Context& context) const {
  return state_->Start(Operations::RemoveUserFromAllGroups(state_->Address, userId), context);
}

Response WebPubSubServiceClient::AddConnectionsToGroups(const std::vector<std::string>& groups,
                                                        const ClientConnectionFilter& filter,
                                                        const Context& context) const {
  return state_->Call(Operations::AddConnectionsToGroups(state_->Address, groups, filter), context);
}

Future<Response> WebPubSubServiceClient::AddConnectionsToGroupsAsync(
    const std::vector<std::string>& groups, const ClientConnectionFilter& filter,
    const Context& context) const {
  return state_->Start(Operations::AddConnectionsToGroups(state_->Address, groups, filter),
                       context);
}

Response WebPubSubServiceClient::RemoveConnectionsFromGroups(const std::vector<std::string>& groups,
                                                             const ClientConnectionFilter& filter,
                                                             const Context& context) const {
  return state_->Call(Operations::RemoveConnectionsFromGroups(state_->Address, groups, filter),
                      context);
}

Future<Response> WebPubSubServiceClient::RemoveConnectionsFromGroupsAsync(
    const std::vector<std::string>& groups, const ClientConnectionFilter& filter,
    const Context& context) const {
  return state_->Start(Operations::RemoveConnectionsFromGroups(state_->Address, groups, filter),
                       context);
}

}  // namespace Azure::Messaging::WebPubSub
