#pragma once

#include "local_service/rest_call.hpp"

// The operations of the REST API. Each authorizes its request itself, when its parameters are
// checked.
namespace Azure::Messaging::WebPubSub::LocalService::Operations {

RestAnswer Health(const RestCall& call);

RestAnswer SendToAll(const RestCall& call);
RestAnswer SendToGroup(const RestCall& call);
RestAnswer SendToUser(const RestCall& call);
RestAnswer SendToConnection(const RestCall& call);

RestAnswer ConnectionExists(const RestCall& call);
RestAnswer UserExists(const RestCall& call);
RestAnswer GroupExists(const RestCall& call);

RestAnswer CloseConnection(const RestCall& call);
RestAnswer CloseAllConnections(const RestCall& call);
RestAnswer CloseGroupConnections(const RestCall& call);
RestAnswer CloseUserConnections(const RestCall& call);

RestAnswer AddConnectionToGroup(const RestCall& call);
RestAnswer RemoveConnectionFromGroup(const RestCall& call);
RestAnswer RemoveConnectionFromAllGroups(const RestCall& call);
RestAnswer AddUserToGroup(const RestCall& call);
RestAnswer RemoveUserFromGroup(const RestCall& call);
RestAnswer RemoveUserFromAllGroups(const RestCall& call);
RestAnswer AddConnectionsToGroups(const RestCall& call);
RestAnswer RemoveConnectionsFromGroups(const RestCall& call);
RestAnswer ListConnectionsInGroup(const RestCall& call);

RestAnswer GrantPermission(const RestCall& call);
RestAnswer CheckPermission(const RestCall& call);
RestAnswer RevokePermission(const RestCall& call);

RestAnswer GenerateClientToken(const RestCall& call);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
