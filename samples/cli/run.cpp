#include "run.hpp"

#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "commands.hpp"

namespace Cli {
namespace {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using Options = std::vector<std::string>;

ExitCode Health(const Call& call) { return Print(call.Client.GetServiceHealth(call.Within)); }

/// A command.
struct Command {
  std::string Name;
  bool AcceptsWords;
  /// Besides the options that all commands accept.
  Options Accepts;
  ExitCode (*Run)(const Call& call);
};

const std::vector<Command> Commands{
    {"send",
     true,
     {"--all", "--group", "--user", "--connection", "--json", "--binary-file", "--exclude",
      "--filter", "--ttl"},
     Send},
    {"exists", false, {"--group", "--user", "--connection"}, Exists},
    {"list", false, {"--group", "--max"}, List},
    {"add", false, {"--group", "--connection", "--user", "--filter", "--all"}, Add},
    {"remove",
     false,
     {"--group", "--all-groups", "--connection", "--user", "--filter", "--all"},
     Remove},
    {"close",
     false,
     {"--all", "--group", "--user", "--connection", "--reason", "--exclude"},
     Close},
    {"grant", true, {"--connection", "--group"}, Permission},
    {"revoke", true, {"--connection", "--group"}, Permission},
    {"check", true, {"--connection", "--group"}, Permission},
    {"url", false, {"--user", "--group", "--role", "--minutes", "--protocol"}, Url},
    {"health", false, {}, Health},
};

const Command& FindCommand(const Arguments& given) {
  for (const Command& command : Commands) {
    if (command.Name == given.Command()) return command;
  }
  throw UsageError(given.Command().empty() ? "give a command"
                                           : "there is no command " + given.Command());
}

std::string FindConnectionString(const Arguments& given) {
  if (const auto text = given.Find("--connection-string")) return *text;
  const char* const text = std::getenv("WebPubSubConnectionString");
  if (text == nullptr) {
    throw UsageError("set WebPubSubConnectionString or give --connection-string");
  }
  return text;
}

}  // namespace

ExitCode Run(const Arguments& arguments) {
  const Command& command = FindCommand(arguments);
  Options allowed{"--connection-string", "--hub", "--timeout"};
  allowed.insert(allowed.end(), command.Accepts.begin(), command.Accepts.end());
  arguments.AllowOnly(allowed);
  if (!command.AcceptsWords && !arguments.Words().empty()) {
    throw UsageError(command.Name + " doesn't accept " + arguments.Words().front());
  }

  Context within;
  if (const auto seconds = arguments.FindNumber("--timeout")) {
    within = Context::WithTimeout(std::chrono::seconds(*seconds));
  }
  // Creating a client requires a hub, even for a request that concerns the whole service.
  const bool needsHub = command.Run != Health;
  const std::string hub = needsHub ? arguments.Get("--hub") : "any";
  const WebPubSubServiceClient client(FindConnectionString(arguments), hub);
  return command.Run({arguments, client, within});
}

}  // namespace Cli
