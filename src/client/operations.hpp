#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/models.hpp>
#include <azure/messaging/webpubsub/operation_options.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "client/hub_address.hpp"
#include "pipeline/operation.hpp"

// The operations of the REST API as pure functions: arguments in, request out. Each checks its
// arguments and throws std::invalid_argument; none does anything else.
namespace Azure::Messaging::WebPubSub::Operations {

Operation SendToAll(const HubAddress& hub, const RequestContent& content,
                    const SendOptions& options);
Operation SendToGroup(const HubAddress& hub, std::string_view group, const RequestContent& content,
                      const SendOptions& options);
Operation SendToUser(const HubAddress& hub, std::string_view userId, const RequestContent& content,
                     const SendOptions& options);
Operation SendToConnection(const HubAddress& hub, std::string_view connectionId,
                           const RequestContent& content, const SendOptions& options);

Operation AddConnectionToGroup(const HubAddress& hub, std::string_view group,
                               std::string_view connectionId);
Operation RemoveConnectionFromGroup(const HubAddress& hub, std::string_view group,
                                    std::string_view connectionId);
Operation RemoveConnectionFromAllGroups(const HubAddress& hub, std::string_view connectionId);
Operation AddUserToGroup(const HubAddress& hub, std::string_view group, std::string_view userId);
Operation RemoveUserFromGroup(const HubAddress& hub, std::string_view group,
                              std::string_view userId);
Operation RemoveUserFromAllGroups(const HubAddress& hub, std::string_view userId);
Operation AddConnectionsToGroups(const HubAddress& hub, const std::vector<std::string>& groups,
                                 const ClientConnectionFilter& filter);
Operation RemoveConnectionsFromGroups(const HubAddress& hub, const std::vector<std::string>& groups,
                                      const ClientConnectionFilter& filter);
/// The first page, or the one that `options.ContinuationToken` stands for.
Operation ListConnectionsInGroup(const HubAddress& hub, std::string_view group,
                                 const ListOptions& options);

Operation CloseConnection(const HubAddress& hub, std::string_view connectionId,
                          std::string_view reason);
Operation CloseAllConnections(const HubAddress& hub, const CloseOptions& options);
Operation CloseGroupConnections(const HubAddress& hub, std::string_view group,
                                const CloseOptions& options);
Operation CloseUserConnections(const HubAddress& hub, std::string_view userId,
                               const CloseOptions& options);

Operation ConnectionExists(const HubAddress& hub, std::string_view connectionId);
Operation GroupExists(const HubAddress& hub, std::string_view group);
Operation UserExists(const HubAddress& hub, std::string_view userId);

Operation GrantPermission(const HubAddress& hub, WebPubSubPermission permission,
                          std::string_view connectionId, std::string_view targetName);
Operation RevokePermission(const HubAddress& hub, WebPubSubPermission permission,
                           std::string_view connectionId, std::string_view targetName);
Operation CheckPermission(const HubAddress& hub, WebPubSubPermission permission,
                          std::string_view connectionId, std::string_view targetName);

/// @param minutesToExpire at least 1.
Operation GenerateClientToken(const HubAddress& hub, const ClientAccessOptions& options,
                              std::int64_t minutesToExpire);
Operation GetServiceHealth(const HubAddress& hub);

}  // namespace Azure::Messaging::WebPubSub::Operations
