#include "chat/command_line.hpp"

#include <charconv>
#include <cstdlib>

namespace Chat {

const char* const Usage =
    R"(usage: chat [--port N] [--hub NAME] [--connection-string "Endpoint=...;AccessKey=...;"]

  --port N              the port of the page, on 127.0.0.1; 0 selects a free one (default: 8000)
  --hub NAME            the hub (default: chat)
  --connection-string   an Azure Web PubSub resource. Prefer the environment variable
                        WebPubSubConnectionString, because other users can see a command line.
                        Without either, the chat runs a local service in this process.
)";

namespace {

std::uint16_t ReadPort(const std::string& value) {
  std::uint16_t port = 0;
  const char* const end = value.data() + value.size();
  const auto [read, error] = std::from_chars(value.data(), end, port);
  if (error != std::errc() || read != end) {
    throw BadArgument("--port requires a number from 0 to 65535, not '" + value + "'");
  }
  return port;
}

}  // namespace

CommandLine::CommandLine(const std::vector<std::string>& arguments) {
  if (const char* given = std::getenv("WebPubSubConnectionString")) ConnectionString = given;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const std::string& option = *argument;
    if (option == "--help" || option == "-h") {
      WantsHelp = true;
      return;
    }
    if (option != "--port" && option != "--hub" && option != "--connection-string") {
      throw BadArgument("unknown argument '" + option + "'");
    }
    if (++argument == arguments.end()) throw BadArgument(option + " requires a value");
    if (option == "--port") Port = ReadPort(*argument);
    if (option == "--hub") Hub = *argument;
    if (option == "--connection-string") ConnectionString = *argument;
  }
}

}  // namespace Chat
