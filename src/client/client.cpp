#include <azure/messaging/webpubsub/client.hpp>

#include "auth/connection_string.hpp"
#include "client/client_access_request.hpp"
#include "client/client_factory.hpp"
#include "client/client_state.hpp"
#include "client/member_list.hpp"
#include "client/operations.hpp"
#include "client/readers.hpp"

namespace Azure::Messaging::WebPubSub {

WebPubSubServiceClient::WebPubSubServiceClient(std::string_view connectionString,
                                               std::string_view hub,
                                               const WebPubSubServiceClientOptions& options) {
  const ConnectionString parts = ParseConnectionString(connectionString);
  state_ = ClientFactory::MakeState(parts.Endpoint, hub, AzureKeyCredential(parts.AccessKey),
                                    options, Environment::Real());
}

WebPubSubServiceClient::WebPubSubServiceClient(std::string_view endpoint, std::string_view hub,
                                               AzureKeyCredential credential,
                                               const WebPubSubServiceClientOptions& options)
    : state_(ClientFactory::MakeState(ParseEndpoint(endpoint, "endpoint"), hub,
                                      std::move(credential), options, Environment::Real())) {}

WebPubSubServiceClient::WebPubSubServiceClient(std::string_view endpoint, std::string_view hub,
                                               std::shared_ptr<TokenCredential> credential,
                                               const WebPubSubServiceClientOptions& options)
    : state_(ClientFactory::MakeState(ParseEndpoint(endpoint, "endpoint"), hub,
                                      std::move(credential), options, Environment::Real())) {}

const std::string& WebPubSubServiceClient::Hub() const noexcept { return state_->Address.Hub; }

const std::string& WebPubSubServiceClient::Endpoint() const noexcept {
  return state_->Address.ServiceUrl;
}

Response WebPubSubServiceClient::SendToAll(const RequestContent& content,
                                           const SendOptions& options,
                                           const Context& context) const {
  return state_->Call(Operations::SendToAll(state_->Address, content, options), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::SendToGroup(std::string_view group, const RequestContent& content,
                                             const SendOptions& options,
                                             const Context& context) const {
  return state_->Call(Operations::SendToGroup(state_->Address, group, content, options), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::SendToUser(std::string_view userId, const RequestContent& content,
                                            const SendOptions& options,
                                            const Context& context) const {
  return state_->Call(Operations::SendToUser(state_->Address, userId, content, options), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::SendToConnection(std::string_view connectionId,
                                                  const RequestContent& content,
                                                  const SendOptions& options,
                                                  const Context& context) const {
  return state_->Call(Operations::SendToConnection(state_->Address, connectionId, content, options),
                      context, Readers::Nothing);
}

Response WebPubSubServiceClient::AddConnectionToGroup(std::string_view group,
                                                      std::string_view connectionId,
                                                      const Context& context) const {
  return state_->Call(Operations::AddConnectionToGroup(state_->Address, group, connectionId),
                      context, Readers::Nothing);
}

Response WebPubSubServiceClient::RemoveConnectionFromGroup(std::string_view group,
                                                           std::string_view connectionId,
                                                           const Context& context) const {
  return state_->Call(Operations::RemoveConnectionFromGroup(state_->Address, group, connectionId),
                      context, Readers::Nothing);
}

Response WebPubSubServiceClient::RemoveConnectionFromAllGroups(std::string_view connectionId,
                                                               const Context& context) const {
  return state_->Call(Operations::RemoveConnectionFromAllGroups(state_->Address, connectionId),
                      context, Readers::Nothing);
}

Response WebPubSubServiceClient::AddUserToGroup(std::string_view group, std::string_view userId,
                                                const Context& context) const {
  return state_->Call(Operations::AddUserToGroup(state_->Address, group, userId), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::RemoveUserFromGroup(std::string_view group,
                                                     std::string_view userId,
                                                     const Context& context) const {
  return state_->Call(Operations::RemoveUserFromGroup(state_->Address, group, userId), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::RemoveUserFromAllGroups(std::string_view userId,
                                                         const Context& context) const {
  return state_->Call(Operations::RemoveUserFromAllGroups(state_->Address, userId), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::AddConnectionsToGroups(const std::vector<std::string>& groups,
                                                        const ClientConnectionFilter& filter,
                                                        const Context& context) const {
  return state_->Call(Operations::AddConnectionsToGroups(state_->Address, groups, filter), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::RemoveConnectionsFromGroups(const std::vector<std::string>& groups,
                                                             const ClientConnectionFilter& filter,
                                                             const Context& context) const {
  return state_->Call(Operations::RemoveConnectionsFromGroups(state_->Address, groups, filter),
                      context, Readers::Nothing);
}

Pageable<WebPubSubGroupMember> WebPubSubServiceClient::ListConnectionsInGroup(
    std::string_view group, const ListOptions& options, const Context& context) const {
  return Pageable<WebPubSubGroupMember>(
      [list = MemberList(state_, group, options, context)](const std::string& continuationToken) {
        return list.Fetch(continuationToken);
      });
}

Response WebPubSubServiceClient::CloseConnection(std::string_view connectionId,
                                                 std::string_view reason,
                                                 const Context& context) const {
  return state_->Call(Operations::CloseConnection(state_->Address, connectionId, reason), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::CloseAllConnections(const CloseOptions& options,
                                                     const Context& context) const {
  return state_->Call(Operations::CloseAllConnections(state_->Address, options), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::CloseGroupConnections(std::string_view group,
                                                       const CloseOptions& options,
                                                       const Context& context) const {
  return state_->Call(Operations::CloseGroupConnections(state_->Address, group, options), context,
                      Readers::Nothing);
}

Response WebPubSubServiceClient::CloseUserConnections(std::string_view userId,
                                                      const CloseOptions& options,
                                                      const Context& context) const {
  return state_->Call(Operations::CloseUserConnections(state_->Address, userId, options), context,
                      Readers::Nothing);
}

ValueResponse<bool> WebPubSubServiceClient::ConnectionExists(std::string_view connectionId,
                                                             const Context& context) const {
  return state_->Call(Operations::ConnectionExists(state_->Address, connectionId), context,
                      Readers::Exists);
}

ValueResponse<bool> WebPubSubServiceClient::GroupExists(std::string_view group,
                                                        const Context& context) const {
  return state_->Call(Operations::GroupExists(state_->Address, group), context, Readers::Exists);
}

ValueResponse<bool> WebPubSubServiceClient::UserExists(std::string_view userId,
                                                       const Context& context) const {
  return state_->Call(Operations::UserExists(state_->Address, userId), context, Readers::Exists);
}

Response WebPubSubServiceClient::GrantPermission(WebPubSubPermission permission,
                                                 std::string_view connectionId,
                                                 std::string_view targetName,
                                                 const Context& context) const {
  return state_->Call(
      Operations::GrantPermission(state_->Address, permission, connectionId, targetName), context,
      Readers::Nothing);
}

Response WebPubSubServiceClient::RevokePermission(WebPubSubPermission permission,
                                                  std::string_view connectionId,
                                                  std::string_view targetName,
                                                  const Context& context) const {
  return state_->Call(
      Operations::RevokePermission(state_->Address, permission, connectionId, targetName), context,
      Readers::Nothing);
}

ValueResponse<bool> WebPubSubServiceClient::CheckPermission(WebPubSubPermission permission,
                                                            std::string_view connectionId,
                                                            std::string_view targetName,
                                                            const Context& context) const {
  return state_->Call(
      Operations::CheckPermission(state_->Address, permission, connectionId, targetName), context,
      Readers::Exists);
}

std::string WebPubSubServiceClient::GetClientAccessUri(const ClientAccessOptions& options,
                                                       const Context& context) const {
  const ClientAccessRequest request(*state_, options);
  if (auto url = request.SignedUrl()) return *std::move(url);
  return state_->Call(request.TokenOperation(), context, request.ReadUrl());
}

Response WebPubSubServiceClient::GetServiceHealth(const Context& context) const {
  return state_->Call(Operations::GetServiceHealth(state_->Address), context, Readers::Nothing);
}

}  // namespace Azure::Messaging::WebPubSub
