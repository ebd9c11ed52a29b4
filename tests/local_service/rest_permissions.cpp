#include <algorithm>

#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Operations {
namespace {

Permission ReadPermission(const RestCall& call) {
  const std::string& given = call.Name("permission");
  const std::string name = ToLower(given);
  if (name == "sendtogroup" || name == "1") return Permission::SendToGroup;
  if (name == "joinleavegroup" || name == "2") return Permission::JoinLeaveGroup;
  const auto parts = SplitList(name);
  const bool isCombined = std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    return part == "sendtogroup" || part == "joinleavegroup" ||
           part.find_first_not_of("0123456789") == std::string::npos;
  });
  FailBadRequest("The value '" + given + (isCombined ? "' is invalid." : "' is not valid."));
}

std::string ReadTargetName(const RestCall& call) {
  std::string target = call.Parameter("targetName");
  if (!IsGroupName(target)) FailBadRequest("Invalid group name.");
  return target;
}

[[noreturn]] void FailNotAllowed(const std::string& message) {
  FailNotFound("Info.Connection.NotExisted", message, "Connection");
}

std::string NameOf(Permission permission) {
  return permission == Permission::SendToGroup ? "SendToGroup" : "JoinLeaveGroup";
}

void Set(Connection& connection, Permission permission, const std::string& group, bool allowed) {
  if (connection.Allowed.Set(permission, group, allowed)) return;
  throw RestFailure{ErrorResponse(409, "Error.Connection.Conflict",
                                  "Connection `" + connection.Id +
                                      "` has reached the limit of 1000 literal permissions for `" +
                                      NameOf(permission) + "`.",
                                  "Connection")};
}

}  // namespace

RestResponse GrantPermission(const RestCall& call) {
  const Permission permission = ReadPermission(call);
  call.Authorize();
  const std::string group = ReadTargetName(call);
  Connection* one = call.TargetHub().Find(call.Name("connection"));
  if (one == nullptr) FailNotAllowed(ConnectionNotFound(call.Name("connection")));
  Set(*one, permission, group, true);
  return EmptyResponse(200);
}

RestResponse CheckPermission(const RestCall& call) {
  const Permission permission = ReadPermission(call);
  call.Authorize();
  const std::string group = ReadTargetName(call);
  const Connection* one = call.TargetHub().Find(call.Name("connection"));
  if (one == nullptr) FailNotAllowed(ConnectionNotFound(call.Name("connection")));
  if (!one->Allowed.Allows(permission, group)) {
    FailNotAllowed("Connection `" + one->Id + "` doesn't have the permission `" +
                   NameOf(permission) + "`.");
  }
  return EmptyResponse(200);
}

RestResponse RevokePermission(const RestCall& call) {
  const Permission permission = ReadPermission(call);
  call.Authorize();
  const std::string group = ReadTargetName(call);
  Connection* one = call.TargetHub().Find(call.Name("connection"));
  if (one != nullptr) Set(*one, permission, group, false);
  return EmptyResponse(204);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
