#include <azure/messaging/webpubsub/client.hpp>

#include <utility>

#include "client/client_state.hpp"
#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail::Operations {
namespace {

std::string_view PermissionName(WebPubSubPermission permission) {
  switch (permission) {
    case WebPubSubPermission::SendToGroup:
      return "sendToGroup";
    case WebPubSubPermission::JoinLeaveGroup:
      return "joinLeaveGroup";
  }
  RefuseArgument("permission", "must be an enumerator of WebPubSubPermission");
}

UrlBuilder UrlOfPermission(const HubAddress& hub, WebPubSubPermission permission,
                           std::string_view connectionId, std::string_view targetName) {
  UrlBuilder url = UrlOfHub(hub);
  url.Literal("/permissions/").Literal(PermissionName(permission));
  AddConnection(url, connectionId);
  if (!targetName.empty()) CheckGroup(targetName, "targetName");
  url.OptionalQuery("targetName", targetName);
  return url;
}

Operation<Response> GrantPermission(const HubAddress& hub, WebPubSubPermission permission,
                                    std::string_view connectionId, std::string_view targetName) {
  UrlBuilder url = UrlOfPermission(hub, permission, connectionId, targetName);
  return {MakeRequest("GrantPermission", HttpMethod::Put, hub, url, Ok), Readers::Raw};
}

Operation<Response> RevokePermission(const HubAddress& hub, WebPubSubPermission permission,
                                     std::string_view connectionId, std::string_view targetName) {
  UrlBuilder url = UrlOfPermission(hub, permission, connectionId, targetName);
  return {MakeRequest("RevokePermission", HttpMethod::Delete, hub, url, NoContent), Readers::Raw};
}

Operation<ValueResponse<bool>> CheckPermission(const HubAddress& hub,
                                               WebPubSubPermission permission,
                                               std::string_view connectionId,
                                               std::string_view targetName) {
  UrlBuilder url = UrlOfPermission(hub, permission, connectionId, targetName);
  return MakeExistenceCheck("CheckPermission", hub, url);
}

}  // namespace
}  // namespace Detail::Operations

namespace Operations = Detail::Operations;

Response WebPubSubServiceClient::GrantPermission(WebPubSubPermission permission,
                                                 std::string_view connectionId,
                                                 std::string_view targetName,
                                                 const Context& context) const {
  return state_->Call(
      Operations::GrantPermission(state_->Address, permission, connectionId, targetName), context);
}

Future<Response> WebPubSubServiceClient::GrantPermissionAsync(WebPubSubPermission permission,
                                                              std::string_view connectionId,
                                                              std::string_view targetName,
                                                              const Context& context) const {
  return state_->Start(
      Operations::GrantPermission(state_->Address, permission, connectionId, targetName), context);
}

Response WebPubSubServiceClient::RevokePermission(WebPubSubPermission permission,
                                                  std::string_view connectionId,
                                                  std::string_view targetName,
                                                  const Context& context) const {
  return state_->Call(
      Operations::RevokePermission(state_->Address, permission, connectionId, targetName), context);
}

Future<Response> WebPubSubServiceClient::RevokePermissionAsync(WebPubSubPermission permission,
                                                               std::string_view connectionId,
                                                               std::string_view targetName,
                                                               const Context& context) const {
  return state_->Start(
      Operations::RevokePermission(state_->Address, permission, connectionId, targetName), context);
}

ValueResponse<bool> WebPubSubServiceClient::CheckPermission(WebPubSubPermission permission,
                                                            std::string_view connectionId,
                                                            std::string_view targetName,
                                                            const Context& context) const {
  return state_->Call(
      Operations::CheckPermission(state_->Address, permission, connectionId, targetName), context);
}

Future<ValueResponse<bool>> WebPubSubServiceClient::CheckPermissionAsync(
    WebPubSubPermission permission, std::string_view connectionId, std::string_view targetName,
    const Context& context) const {
  return state_->Start(
      Operations::CheckPermission(state_->Address, permission, connectionId, targetName), context);
}

}  // namespace Azure::Messaging::WebPubSub
