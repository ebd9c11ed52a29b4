#pragma once

#include "local_service/rest_call.hpp"

// The operations of the REST API. Each one checks its parameters, then authorizes its request.
namespace Azure::Messaging::WebPubSub::LocalService::Operations {

RestResponse Health(const RestCall& call);

RestResponse SendToAll(const RestCall& call);
RestResponse SendToGroup(const RestCall& call);
RestResponse SendToUser(const RestCall& call);
RestResponse SendToConnection(const RestCall& call);

RestResponse ConnectionExists(const RestCall& call);
RestResponse UserExists(const RestCall& call);
RestResponse GroupExists(const RestCall& call);

RestResponse CloseConnection(const RestCall& call);
RestResponse CloseAllConnections(const RestCall& call);
RestResponse CloseGroupConnections(const RestCall& call);
RestResponse CloseUserConnections(const RestCall& call);

RestResponse AddConnectionToGroup(const RestCall& call);
RestResponse RemoveConnectionFromGroup(const RestCall& call);
RestResponse RemoveConnectionFromAllGroups(const RestCall& call);
RestResponse AddUserToGroup(const RestCall& call);
RestResponse RemoveUserFromGroup(const RestCall& call);
RestResponse RemoveUserFromAllGroups(const RestCall& call);
RestResponse AddConnectionsToGroups(const RestCall& call);
RestResponse RemoveConnectionsFromGroups(const RestCall& call);
RestResponse ListConnectionsInGroup(const RestCall& call);

RestResponse GrantPermission(const RestCall& call);
RestResponse CheckPermission(const RestCall& call);
RestResponse RevokePermission(const RestCall& call);

RestResponse GenerateClientToken(const RestCall& call);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
