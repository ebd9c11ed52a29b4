#include <azure/messaging/webpubsub/client.hpp>

#include "auth/access_key.hpp"
#include "auth/connection_string.hpp"
#include "auth/jwt.hpp"
#include "client/arguments.hpp"
#include "client/build_pipeline.hpp"
#include "client/client_access.hpp"
#include "client/client_factory.hpp"
#include "client/operations.hpp"
#include "client/readers.hpp"
#include "pipeline/blocking_driver.hpp"

namespace Azure::Messaging::WebPubSub {

struct WebPubSubServiceClient::State {
  HubAddress Address;
  WebPubSub::Pipeline Pipeline;
  /// Signs client tokens; nothing with a token credential.
  std::optional<AccessKeySigner> Signer;

  [[nodiscard]] CallResult Call(const Operation& operation, const Context& context) const {
    return CallBlocking(Pipeline, operation, context);
  }
};

std::shared_ptr<const WebPubSubServiceClient::State> ClientFactory::MakeState(
    const Endpoint& endpoint, std::string_view hub, const Credential& credential,
    const WebPubSubServiceClientOptions& options, const Environment& environment) {
  CheckHub(hub);
  if (ToString(options.ApiVersion).empty()) {
    RefuseArgument("options.ApiVersion", "must be an enumerator of ServiceVersion");
  }
  auto state = std::make_shared<WebPubSubServiceClient::State>();
  state->Address = {endpoint, endpoint.Url(), std::string(hub), options.ApiVersion};
  state->Pipeline = BuildPipeline(state->Address, credential, options, environment);
  if (const auto* key = std::get_if<AzureKeyCredential>(&credential)) state->Signer.emplace(*key);
  return state;
}

WebPubSubServiceClient ClientFactory::Make(const Endpoint& endpoint, std::string_view hub,
                                           const Credential& credential,
                                           const WebPubSubServiceClientOptions& options,
                                           const Environment& environment) {
  return WebPubSubServiceClient(MakeState(endpoint, hub, credential, options, environment));
}

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
  return Readers::Nothing(
      state_->Call(Operations::SendToAll(state_->Address, content, options), context));
}

Response WebPubSubServiceClient::SendToGroup(std::string_view group, const RequestContent& content,
                                             const SendOptions& options,
                                             const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::SendToGroup(state_->Address, group, content, options), context));
}

Response WebPubSubServiceClient::SendToUser(std::string_view userId, const RequestContent& content,
                                            const SendOptions& options,
                                            const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::SendToUser(state_->Address, userId, content, options), context));
}

Response WebPubSubServiceClient::SendToConnection(std::string_view connectionId,
                                                  const RequestContent& content,
                                                  const SendOptions& options,
                                                  const Context& context) const {
  return Readers::Nothing(state_->Call(
      Operations::SendToConnection(state_->Address, connectionId, content, options), context));
}

Response WebPubSubServiceClient::AddConnectionToGroup(std::string_view group,
                                                      std::string_view connectionId,
                                                      const Context& context) const {
  return Readers::Nothing(state_->Call(
      Operations::AddConnectionToGroup(state_->Address, group, connectionId), context));
}

Response WebPubSubServiceClient::RemoveConnectionFromGroup(std::string_view group,
                                                           std::string_view connectionId,
                                                           const Context& context) const {
  return Readers::Nothing(state_->Call(
      Operations::RemoveConnectionFromGroup(state_->Address, group, connectionId), context));
}

Response WebPubSubServiceClient::RemoveConnectionFromAllGroups(std::string_view connectionId,
                                                               const Context& context) const {
  return Readers::Nothing(state_->Call(
      Operations::RemoveConnectionFromAllGroups(state_->Address, connectionId), context));
}

Response WebPubSubServiceClient::AddUserToGroup(std::string_view group, std::string_view userId,
                                                const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::AddUserToGroup(state_->Address, group, userId), context));
}

Response WebPubSubServiceClient::RemoveUserFromGroup(std::string_view group,
                                                     std::string_view userId,
                                                     const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::RemoveUserFromGroup(state_->Address, group, userId), context));
}

Response WebPubSubServiceClient::RemoveUserFromAllGroups(std::string_view userId,
                                                         const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::RemoveUserFromAllGroups(state_->Address, userId), context));
}

Response WebPubSubServiceClient::AddConnectionsToGroups(const std::vector<std::string>& groups,
                                                        const ClientConnectionFilter& filter,
                                                        const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::AddConnectionsToGroups(state_->Address, groups, filter), context));
}

Response WebPubSubServiceClient::RemoveConnectionsFromGroups(const std::vector<std::string>& groups,
                                                             const ClientConnectionFilter& filter,
                                                             const Context& context) const {
  return Readers::Nothing(state_->Call(
      Operations::RemoveConnectionsFromGroups(state_->Address, groups, filter), context));
}

Pageable<WebPubSubGroupMember> WebPubSubServiceClient::ListConnectionsInGroup(
    std::string_view group, const ListOptions& options, const Context& context) const {
  Operations::ListConnectionsInGroup(state_->Address, group, options);  // refuses bad arguments now
  return Pageable<WebPubSubGroupMember>([state = state_, group = std::string(group), options,
                                         context](const std::string& continuationToken) {
    ListOptions page = options;
    if (!continuationToken.empty()) page.ContinuationToken = continuationToken;
    const Operation operation = Operations::ListConnectionsInGroup(state->Address, group, page);
    return Readers::Members(state->Call(operation, context), operation, state->Address);
  });
}

Response WebPubSubServiceClient::CloseConnection(std::string_view connectionId,
                                                 std::string_view reason,
                                                 const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::CloseConnection(state_->Address, connectionId, reason), context));
}

Response WebPubSubServiceClient::CloseAllConnections(const CloseOptions& options,
                                                     const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::CloseAllConnections(state_->Address, options), context));
}

Response WebPubSubServiceClient::CloseGroupConnections(std::string_view group,
                                                       const CloseOptions& options,
                                                       const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::CloseGroupConnections(state_->Address, group, options), context));
}

Response WebPubSubServiceClient::CloseUserConnections(std::string_view userId,
                                                      const CloseOptions& options,
                                                      const Context& context) const {
  return Readers::Nothing(
      state_->Call(Operations::CloseUserConnections(state_->Address, userId, options), context));
}

ValueResponse<bool> WebPubSubServiceClient::ConnectionExists(std::string_view connectionId,
                                                             const Context& context) const {
  return Readers::Exists(
      state_->Call(Operations::ConnectionExists(state_->Address, connectionId), context));
}

ValueResponse<bool> WebPubSubServiceClient::GroupExists(std::string_view group,
                                                        const Context& context) const {
  return Readers::Exists(state_->Call(Operations::GroupExists(state_->Address, group), context));
}

ValueResponse<bool> WebPubSubServiceClient::UserExists(std::string_view userId,
                                                       const Context& context) const {
  return Readers::Exists(state_->Call(Operations::UserExists(state_->Address, userId), context));
}

Response WebPubSubServiceClient::GrantPermission(WebPubSubPermission permission,
                                                 std::string_view connectionId,
                                                 std::string_view targetName,
                                                 const Context& context) const {
  return Readers::Nothing(state_->Call(
      Operations::GrantPermission(state_->Address, permission, connectionId, targetName), context));
}

Response WebPubSubServiceClient::RevokePermission(WebPubSubPermission permission,
                                                  std::string_view connectionId,
                                                  std::string_view targetName,
                                                  const Context& context) const {
  return Readers::Nothing(state_->Call(
      Operations::RevokePermission(state_->Address, permission, connectionId, targetName),
      context));
}

ValueResponse<bool> WebPubSubServiceClient::CheckPermission(WebPubSubPermission permission,
                                                            std::string_view connectionId,
                                                            std::string_view targetName,
                                                            const Context& context) const {
  return Readers::Exists(state_->Call(
      Operations::CheckPermission(state_->Address, permission, connectionId, targetName), context));
}

std::string WebPubSubServiceClient::GetClientAccessUri(const ClientAccessOptions& options,
                                                       const Context& context) const {
  const HubAddress& hub = state_->Address;
  const auto now = state_->Pipeline.World.SystemNow();
  CheckClientAccess(hub, options, now);
  if (state_->Signer) {
    return ClientUrl(
        hub, options.Protocol,
        SignClientToken({options.UserId, options.Roles, options.Groups},
                        ClientAudience(hub, options.Protocol), now, ClientTokenExpiry(options, now),
                        *state_->Signer->CurrentKey()));
  }
  const Operation operation =
      Operations::GenerateClientToken(hub, options, MinutesToExpire(options, now));
  return ClientUrl(hub, options.Protocol, Readers::Token(state_->Call(operation, context)));
}

Response WebPubSubServiceClient::GetServiceHealth(const Context& context) const {
  return Readers::Nothing(state_->Call(Operations::GetServiceHealth(state_->Address), context));
}

}  // namespace Azure::Messaging::WebPubSub
