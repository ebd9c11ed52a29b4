#include <azure/messaging/webpubsub.hpp>

#include <string>

#include "call.hpp"
#include "commands.hpp"

namespace Cli {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

ExitCode Close(const Call& call) {
  const Arguments& given = call.Given;
  const std::string target = given.OneOf({"--all", "--group", "--user", "--connection"});
  CloseOptions options;
  options.Reason = given.Find("--reason").value_or("");
  options.Excluded = given.All("--exclude");

  if (target == "--all") return Print(call.Client.CloseAllConnections(options, call.Within));
  const std::string name = given.Get(target);
  if (target == "--group") {
    return Print(call.Client.CloseGroupConnections(name, options, call.Within));
  }
  if (target == "--user") {
    return Print(call.Client.CloseUserConnections(name, options, call.Within));
  }
  if (!options.Excluded.empty()) throw UsageError("--exclude is not valid for a connection");
  return Print(call.Client.CloseConnection(name, options.Reason, call.Within));
}

}  // namespace Cli
