#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <nlohmann/json.hpp>

#include <string>

#include "arguments.hpp"
#include "failure.hpp"

namespace Cli {

/// The input of a command.
struct Call {
  const Arguments& Given;
  const Azure::Messaging::WebPubSub::WebPubSubServiceClient& Client;
  const Azure::Messaging::WebPubSub::Context& Within;
};

/// Prints JSON as one line of standard output.
void Print(const nlohmann::ordered_json& json);
ExitCode Print(const Azure::Messaging::WebPubSub::Response& response);
/// Prints a named value, and returns the exit code for it: Done for true, No for false.
ExitCode PrintYesOrNo(const char* name, bool value);

/// The command's only plain word.
/// @param what describes the word in the UsageError that is thrown unless there is exactly one.
const std::string& Word(const Arguments& given, const char* what);

}  // namespace Cli
