#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <fstream>
#include <string>

#include "call.hpp"
#include "commands.hpp"

namespace Cli {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

RequestContent ReadContent(const Arguments& given) {
  if (!given.Has("--json") && !given.Has("--binary-file")) return Word(given, "text");
  if (!given.Words().empty()) throw UsageError("give one message");
  if (given.OneOf({"--json", "--binary-file"}) == "--json") {
    return RequestContent::Json(given.Get("--json"));
  }
  std::ifstream file(given.Get("--binary-file"), std::ios::binary);
  if (!file) throw UsageError("can't read " + given.Get("--binary-file"));
  return RequestContent::FromStream(file);
}

}  // namespace

ExitCode Send(const Call& call) {
  const Arguments& given = call.Given;
  const std::string target = given.OneOf({"--all", "--group", "--user", "--connection"});
  const RequestContent content = ReadContent(given);
  SendOptions options;
  options.Excluded = given.All("--exclude");
  options.Filter = given.Find("--filter").value_or("");
  if (const auto ttl = given.FindNumber("--ttl")) options.MessageTtl = std::chrono::seconds(*ttl);

  if (target == "--all") return Print(call.Client.SendToAll(content, options, call.Within));
  const std::string name = given.Get(target);
  if (target == "--group") {
    return Print(call.Client.SendToGroup(name, content, options, call.Within));
  }
  if (target == "--user") {
    return Print(call.Client.SendToUser(name, content, options, call.Within));
  }
  return Print(call.Client.SendToConnection(name, content, options, call.Within));
}

}  // namespace Cli
