#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <nlohmann/json.hpp>

#include <string>

#include "arguments.hpp"
#include "failure.hpp"

namespace Cli {

/// What a command has to work with.
struct Call {
  const Arguments& Given;
  const Azure::Messaging::WebPubSub::WebPubSubServiceClient& Client;
  const Azure::Messaging::WebPubSub::Context& Within;
};

/// A line of standard output.
void Print(const nlohmann::ordered_json& json);
ExitCode Print(const Azure::Messaging::WebPubSub::Response& response);
/// The answer to a question, which is the exit code too.
ExitCode PrintResponse(const char* name, bool answer);

/// The command's single plain word.
/// @param what it is, for the UsageError where it isn't there.
const std::string& Word(const Arguments& given, const char* what);

}  // namespace Cli
