#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <string>

#include "call.hpp"
#include "commands.hpp"

namespace Cli {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

WebPubSubClientProtocol ReadProtocol(const Arguments& given) {
  const std::string name = given.Find("--protocol").value_or("default");
  if (name == "default") return WebPubSubClientProtocol::Default;
  if (name == "mqtt") return WebPubSubClientProtocol::Mqtt;
  if (name == "socketio") return WebPubSubClientProtocol::SocketIO;
  throw UsageError("--protocol is default, mqtt or socketio");
}

}  // namespace

ExitCode Url(const Call& call) {
  ClientAccessOptions options;
  options.UserId = call.Given.Find("--user").value_or("");
  options.Groups = call.Given.All("--group");
  options.Roles = call.Given.All("--role");
  options.Protocol = ReadProtocol(call.Given);
  if (const auto minutes = call.Given.FindNumber("--minutes")) {
    // The library would take 0 for its default.
    if (*minutes == 0) throw UsageError("--minutes must be at least 1");
    options.ExpiresAfter = std::chrono::minutes(*minutes);
  }
  Print({{"url", call.Client.GetClientAccessUri(options, call.Within)}});
  return Done;
}

}  // namespace Cli
