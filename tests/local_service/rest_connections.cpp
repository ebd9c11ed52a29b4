#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Operations {
namespace {

RestResponse Close(const RestCall& call, const Hub::Condition& isClosed) {
  Hub& hub = call.TargetHub();
  for (Connection* one : hub.Select(isClosed)) hub.CloseByServer(*one, call.Parameter("reason"));
  return EmptyResponse(204);
}

RestResponse CloseAllBut(const RestCall& call, const Hub::Condition& isClosed) {
  call.Authorize();
  const Hub::Condition isNotExcluded = call.NotExcluded();
  return Close(call, [&](const Connection& one) { return isClosed(one) && isNotExcluded(one); });
}

}  // namespace

RestResponse ConnectionExists(const RestCall& call) {
  call.Authorize();
  // Unlike for users and groups, the service sends no error code.
  return EmptyResponse(call.TargetHub().Find(call.Name("connection")) == nullptr ? 404 : 200);
}

RestResponse UserExists(const RestCall& call) {
  call.Authorize();
  const std::string& user = call.Name("user");
  if (!call.TargetHub().HasUser(user)) {
    FailNotFound("Warning.User.NotExisted", "User `" + user + "` is not found.", "User");
  }
  return EmptyResponse(200);
}

RestResponse GroupExists(const RestCall& call) {
  call.Authorize();
  const std::string& group = call.Name("group");
  if (!call.TargetHub().HasGroup(group)) {
    FailNotFound("Warning.Group.NotExisted", "Group `" + group + "` is empty.", "Group");
  }
  return EmptyResponse(200);
}

RestResponse CloseConnection(const RestCall& call) {
  call.Authorize();
  return Close(call, call.IsConnection());
}

RestResponse CloseAllConnections(const RestCall& call) {
  return CloseAllBut(call, [](const Connection&) { return true; });
}

RestResponse CloseGroupConnections(const RestCall& call) {
  return CloseAllBut(call, call.InGroup());
}

RestResponse CloseUserConnections(const RestCall& call) { return CloseAllBut(call, call.OfUser()); }

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
