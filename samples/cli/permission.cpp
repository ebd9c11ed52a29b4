#include <azure/messaging/webpubsub.hpp>

#include <string>

#include "call.hpp"
#include "commands.hpp"

namespace Cli {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

WebPubSubPermission ReadPermission(const Arguments& given) {
  const std::string& name = Word(given, "permission");
  if (name == "sendToGroup") return WebPubSubPermission::SendToGroup;
  if (name == "joinLeaveGroup") return WebPubSubPermission::JoinLeaveGroup;
  throw UsageError("a permission is sendToGroup or joinLeaveGroup");
}

}  // namespace

ExitCode Permission(const Call& call) {
  const auto permission = ReadPermission(call.Given);
  const std::string connection = call.Given.Get("--connection");
  const std::string group = call.Given.Find("--group").value_or("");
  const std::string& command = call.Given.Command();
  if (command == "grant") {
    return Print(call.Client.GrantPermission(permission, connection, group, call.Within));
  }
  if (command == "revoke") {
    return Print(call.Client.RevokePermission(permission, connection, group, call.Within));
  }
  return PrintYesOrNo("allowed",
                      call.Client.CheckPermission(permission, connection, group, call.Within));
}

}  // namespace Cli
