#include <azure/messaging/webpubsub/client.hpp>
#include <azure/messaging/webpubsub/errors.hpp>

#include "client/client_access_request.hpp"
#include "client/client_state.hpp"
#include "client/fan_out.hpp"
#include "client/member_list.hpp"
#include "client/operations.hpp"
#include "client/readers.hpp"

namespace Azure::Messaging::WebPubSub {

Future<Response> WebPubSubServiceClient::SendToAllAsync(const RequestContent& content,
                                                        const SendOptions& options,
                                                        const Context& context) const {
  return state_->Start(Operations::SendToAll(state_->Address, content, options), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::SendToGroupAsync(std::string_view group,
                                                          const RequestContent& content,
                                                          const SendOptions& options,
                                                          const Context& context) const {
  return state_->Start(Operations::SendToGroup(state_->Address, group, content, options), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::SendToUserAsync(std::string_view userId,
                                                         const RequestContent& content,
                                                         const SendOptions& options,
                                                         const Context& context) const {
  return state_->Start(Operations::SendToUser(state_->Address, userId, content, options), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::SendToConnectionAsync(std::string_view connectionId,
                                                               const RequestContent& content,
                                                               const SendOptions& options,
                                                               const Context& context) const {
  return state_->Start(
      Operations::SendToConnection(state_->Address, connectionId, content, options), context,
      Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::AddConnectionToGroupAsync(std::string_view group,
                                                                   std::string_view connectionId,
                                                                   const Context& context) const {
  return state_->Start(Operations::AddConnectionToGroup(state_->Address, group, connectionId),
                       context, Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::RemoveConnectionFromGroupAsync(
    std::string_view group, std::string_view connectionId, const Context& context) const {
  return state_->Start(Operations::RemoveConnectionFromGroup(state_->Address, group, connectionId),
                       context, Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::RemoveConnectionFromAllGroupsAsync(
    std::string_view connectionId, const Context& context) const {
  return state_->Start(Operations::RemoveConnectionFromAllGroups(state_->Address, connectionId),
                       context, Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::AddUserToGroupAsync(std::string_view group,
                                                             std::string_view userId,
                                                             const Context& context) const {
  return state_->Start(Operations::AddUserToGroup(state_->Address, group, userId), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::RemoveUserFromGroupAsync(std::string_view group,
                                                                  std::string_view userId,
                                                                  const Context& context) const {
  return state_->Start(Operations::RemoveUserFromGroup(state_->Address, group, userId), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::RemoveUserFromAllGroupsAsync(
    std::string_view userId, const Context& context) const {
  return state_->Start(Operations::RemoveUserFromAllGroups(state_->Address, userId), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::AddConnectionsToGroupsAsync(
    const std::vector<std::string>& groups, const ClientConnectionFilter& filter,
    const Context& context) const {
  return state_->Start(Operations::AddConnectionsToGroups(state_->Address, groups, filter), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::RemoveConnectionsFromGroupsAsync(
    const std::vector<std::string>& groups, const ClientConnectionFilter& filter,
    const Context& context) const {
  return state_->Start(Operations::RemoveConnectionsFromGroups(state_->Address, groups, filter),
                       context, Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::CloseConnectionAsync(std::string_view connectionId,
                                                              std::string_view reason,
                                                              const Context& context) const {
  return state_->Start(Operations::CloseConnection(state_->Address, connectionId, reason), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::CloseAllConnectionsAsync(const CloseOptions& options,
                                                                  const Context& context) const {
  return state_->Start(Operations::CloseAllConnections(state_->Address, options), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::CloseGroupConnectionsAsync(std::string_view group,
                                                                    const CloseOptions& options,
                                                                    const Context& context) const {
  return state_->Start(Operations::CloseGroupConnections(state_->Address, group, options), context,
                       Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::CloseUserConnectionsAsync(std::string_view userId,
                                                                   const CloseOptions& options,
                                                                   const Context& context) const {
  return state_->Start(Operations::CloseUserConnections(state_->Address, userId, options), context,
                       Readers::Nothing);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::ConnectionExistsAsync(
    std::string_view connectionId, const Context& context) const {
  return state_->Start(Operations::ConnectionExists(state_->Address, connectionId), context,
                       Readers::Exists);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::GroupExistsAsync(std::string_view group,
                                                                     const Context& context) const {
  return state_->Start(Operations::GroupExists(state_->Address, group), context, Readers::Exists);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::UserExistsAsync(std::string_view userId,
                                                                    const Context& context) const {
  return state_->Start(Operations::UserExists(state_->Address, userId), context, Readers::Exists);
}

Future<Response> WebPubSubServiceClient::GrantPermissionAsync(WebPubSubPermission permission,
                                                              std::string_view connectionId,
                                                              std::string_view targetName,
                                                              const Context& context) const {
  return state_->Start(
      Operations::GrantPermission(state_->Address, permission, connectionId, targetName), context,
      Readers::Nothing);
}

Future<Response> WebPubSubServiceClient::RevokePermissionAsync(WebPubSubPermission permission,
                                                               std::string_view connectionId,
                                                               std::string_view targetName,
                                                               const Context& context) const {
  return state_->Start(
      Operations::RevokePermission(state_->Address, permission, connectionId, targetName), context,
      Readers::Nothing);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::CheckPermissionAsync(
    WebPubSubPermission permission, std::string_view connectionId, std::string_view targetName,
    const Context& context) const {
  return state_->Start(
      Operations::CheckPermission(state_->Address, permission, connectionId, targetName), context,
      Readers::Exists);
}

Future<std::string> WebPubSubServiceClient::GetClientAccessUriAsync(
    const ClientAccessOptions& options, const Context& context) const {
  const ClientAccessRequest request(*state_, options);
  if (auto url = request.SignedUrl()) return state_->Ready(*std::move(url));
  return state_->Start(request.TokenOperation(), context, request.ReadUrl());
}

Future<Response> WebPubSubServiceClient::GetServiceHealthAsync(const Context& context) const {
  return state_->Start(Operations::GetServiceHealth(state_->Address), context, Readers::Nothing);
}

AsyncPageable<WebPubSubGroupMember> WebPubSubServiceClient::ListConnectionsInGroupAsync(
    std::string_view group, const ListOptions& options, const Context& context) const {
  return AsyncPageable<WebPubSubGroupMember>(
      [list = MemberList(state_, group, options, context)]() mutable { return list.StartNext(); });
}

std::vector<Result<Response>> WebPubSubServiceClient::SendToUsers(
    const std::vector<std::string>& userIds, const RequestContent& content,
    const FanOutOptions& how, const SendOptions& options, const Context& context) const {
  Detail::RefuseToBlockOnIoThread("SendToUsers");
  return SendToUsersAsync(userIds, content, how, options, context).Get();
}

Future<std::vector<Result<Response>>> WebPubSubServiceClient::SendToUsersAsync(
    const std::vector<std::string>& userIds, const RequestContent& content,
    const FanOutOptions& how, const SendOptions& options, const Context& context) const {
  return StartFanOut(state_, PlanSendToUsers(state_, userIds, content, how, options),
                     how.MaxConcurrency, content.Bytes().size(), context);
}

std::vector<Result<Response>> WebPubSubServiceClient::SendToGroups(
    const std::vector<std::string>& groups, const RequestContent& content, const FanOutOptions& how,
    const SendOptions& options, const Context& context) const {
  Detail::RefuseToBlockOnIoThread("SendToGroups");
  return SendToGroupsAsync(groups, content, how, options, context).Get();
}

Future<std::vector<Result<Response>>> WebPubSubServiceClient::SendToGroupsAsync(
    const std::vector<std::string>& groups, const RequestContent& content, const FanOutOptions& how,
    const SendOptions& options, const Context& context) const {
  return StartFanOut(state_, PlanSendToGroups(state_, groups, content, how, options),
                     how.MaxConcurrency, content.Bytes().size(), context);
}

void WebPubSubServiceClient::WaitUntilIdle(const Context& context) const {
  Detail::RefuseToBlockOnIoThread("WaitUntilIdle");
  if (!state_->Pipeline.Runtime->Limit().WaitUntilIdle(context)) {
    throw OperationCancelledException("WaitUntilIdle: asynchronous calls are still under way");
  }
}

}  // namespace Azure::Messaging::WebPubSub
