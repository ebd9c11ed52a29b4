#include <azure/messaging/webpubsub.hpp>

#include <string>

#include "call.hpp"
#include "commands.hpp"

namespace Cli {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

using Json = nlohmann::ordered_json;

namespace {

ClientConnectionFilter SelectedBy(const Arguments& given) {
  return given.Has("--all") ? ClientConnectionFilter::AllConnections()
                            : ClientConnectionFilter(given.Get("--filter"));
}

ExitCode RemoveFromAllGroups(const Call& call) {
  const std::string target = call.Given.OneOf({"--connection", "--user"});
  const std::string name = call.Given.Get(target);
  return Print(target == "--user" ? call.Client.RemoveUserFromAllGroups(name, call.Within)
                                  : call.Client.RemoveConnectionFromAllGroups(name, call.Within));
}

}  // namespace

ExitCode Exists(const Call& call) {
  const std::string target = call.Given.OneOf({"--group", "--user", "--connection"});
  const std::string name = call.Given.Get(target);
  const bool exists = target == "--group"  ? call.Client.GroupExists(name, call.Within)
                      : target == "--user" ? call.Client.UserExists(name, call.Within)
                                           : call.Client.ConnectionExists(name, call.Within);
  return PrintYesOrNo("exists", exists);
}

ExitCode List(const Call& call) {
  ListOptions options;
  options.MaxCount = call.Given.FindNumber("--max");
  const std::string group = call.Given.Get("--group");
  for (const auto& member : call.Client.ListConnectionsInGroup(group, options, call.Within)) {
    Json line{{"connectionId", member.ConnectionId}};
    if (member.UserId) line["userId"] = *member.UserId;
    Print(line);
  }
  return Done;
}

ExitCode Add(const Call& call) {
  const std::string target = call.Given.OneOf({"--connection", "--user", "--filter", "--all"});
  if (target == "--filter" || target == "--all") {
    const auto groups = call.Given.All("--group");
    return Print(call.Client.AddConnectionsToGroups(groups, SelectedBy(call.Given), call.Within));
  }
  const std::string group = call.Given.Get("--group");
  const std::string name = call.Given.Get(target);
  return Print(target == "--user" ? call.Client.AddUserToGroup(group, name, call.Within)
                                  : call.Client.AddConnectionToGroup(group, name, call.Within));
}

ExitCode Remove(const Call& call) {
  if (call.Given.OneOf({"--group", "--all-groups"}) == "--all-groups") {
    return RemoveFromAllGroups(call);
  }
  const std::string target = call.Given.OneOf({"--connection", "--user", "--filter", "--all"});
  if (target == "--filter" || target == "--all") {
    const auto groups = call.Given.All("--group");
    return Print(
        call.Client.RemoveConnectionsFromGroups(groups, SelectedBy(call.Given), call.Within));
  }
  const std::string group = call.Given.Get("--group");
  const std::string name = call.Given.Get(target);
  return Print(target == "--user"
                   ? call.Client.RemoveUserFromGroup(group, name, call.Within)
                   : call.Client.RemoveConnectionFromGroup(group, name, call.Within));
}

}  // namespace Cli
