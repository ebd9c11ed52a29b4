#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// The operations of the REST API.
enum class RestOperation {
  Health,
  SendToAll,
  SendToGroup,
  SendToUser,
  SendToConnection,
  ConnectionExists,
  UserExists,
  GroupExists,
  CloseConnection,
  CloseAllConnections,
  CloseGroupConnections,
  CloseUserConnections,
  AddConnectionToGroup,
  RemoveConnectionFromGroup,
  RemoveConnectionFromAllGroups,
  AddUserToGroup,
  RemoveUserFromGroup,
  RemoveUserFromAllGroups,
  AddConnectionsToGroups,
  RemoveConnectionsFromGroups,
  ListConnectionsInGroup,
  GrantPermission,
  CheckPermission,
  RevokePermission,
  GenerateClientToken,
};

struct RestRoute {
  RestOperation Operation;
  /// The names in the path, decoded: "hub", "group", "user", "connection", "permission".
  std::map<std::string, std::string> Names;
};
/// The path is known, but not with this method.
struct WrongMethod {
  std::string Allowed;
};
struct UnknownPath {};

/// Finds the operation of a request.
/// @param path as it stands in the request line, without the query.
std::variant<RestRoute, WrongMethod, UnknownPath> FindRoute(std::string_view method,
                                                            std::string_view path);

}  // namespace Azure::Messaging::WebPubSub::LocalService
