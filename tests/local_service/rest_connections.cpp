#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Operations {
namespace {

RestAnswer Close(const RestCall& call, const Hub::Condition& isClosed) {
  Hub& hub = call.TargetHub();
  for (Connection* one : hub.Select(isClosed)) hub.CloseByServer(*one, call.Parameter("reason"));
  return EmptyAnswer(204);
}

RestAnswer CloseAllBut(const RestCall& call, const Hub::Condition& isClosed) {
  call.Authorize();
  const Hub::Condition isNotExcluded = call.NotExcluded();
  return Close(call, [&](const Connection& one) { return isClosed(one) && isNotExcluded(one); });
}

}  // namespace

RestAnswer ConnectionExists(const RestCall& call) {
  call.Authorize();
  // The only one of the three that has no error code.
  return EmptyAnswer(call.TargetHub().Find(call.Name("connection")) == nullptr ? 404 : 200);
}

RestAnswer UserExists(const RestCall& call) {
  call.Authorize();
  const std::string& user = call.Name("user");
  if (!call.TargetHub().HasUser(user)) {
    FailNotFound("Warning.User.NotExisted", "User `" + user + "` is not found.", "User");
  }
  return EmptyAnswer(200);
}

RestAnswer GroupExists(const RestCall& call) {
  call.Authorize();
  const std::string& group = call.Name("group");
  if (!call.TargetHub().HasGroup(group)) {
    FailNotFound("Warning.Group.NotExisted", "Group `" + group + "` is empty.", "Group");
  }
  return EmptyAnswer(200);
}

RestAnswer CloseConnection(const RestCall& call) {
  call.Authorize();
  return Close(call, call.IsConnection());
}

RestAnswer CloseAllConnections(const RestCall& call) {
  return CloseAllBut(call, [](const Connection&) { return true; });
}

RestAnswer CloseGroupConnections(const RestCall& call) { return CloseAllBut(call, call.InGroup()); }

RestAnswer CloseUserConnections(const RestCall& call) { return CloseAllBut(call, call.OfUser()); }

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
