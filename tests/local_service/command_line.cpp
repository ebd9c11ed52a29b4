#include "local_service/command_line.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <fstream>
#include <functional>
#include <map>

#include "local_service/loopback.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

const char* const Usage =
    R"(usage: webpubsub-local [--port N] [--host ADDRESS] [--key KEY]
                       [--tls-certificate FILE --tls-key FILE]
                       [--event-handler HUB=URL [--user-events LIST] [--system-events LIST]]...
                       [--allow-any-entra-token] [--no-controls] [--log]

A local stand-in for Azure Web PubSub. It serves the REST API and WebSocket clients, keeps everything in
memory, and runs until Ctrl+C or SIGTERM stops it. The first line that it prints is a connection string.
A browser on this machine can open / to see hubs, clients, groups and the last messages, unless --host is
not a loopback address.

  --port N          the port to listen on; 0 picks a free one (default: 8080)
  --host ADDRESS    the IP address to listen on (default: 127.0.0.1, for this machine only)
  --key KEY         the access key (default: a fixed, public one)
  --tls-certificate FILE, --tls-key FILE
                    PEM files with which to serve https and wss
  --event-handler HUB=URL
                    call this http or https URL for events of the hub; {event} and {hub} in it stand for
                    their names. It may be repeated: the first handler that takes an event receives it.
  --user-events LIST, --system-events LIST
                    the events that the handler before takes, separated by commas (default: '*', and
                    connect,connected,disconnected; '' is none)
  --allow-any-entra-token
                    accept Microsoft Entra tokens without checking their signature, for tests; not with a
                    --host that other machines reach
  --no-controls     don't serve the test controls under /_local/ or the live page
  --log             print a line for each request, each event and each action of a client
  --help            print this
)";

namespace {

// Throws BadArgument for an option whose value is not what the option requires.
[[noreturn]] void Reject(const std::string& option, const std::string& required,
                         const std::string& value) {
  throw BadArgument(option + " requires " + required + ", not '" + value + "'");
}

void ReadPort(const std::string& value, ServiceOptions& options) {
  const char* const end = value.data() + value.size();
  const auto [read, error] = std::from_chars(value.data(), end, options.Port);
  if (error != std::errc() || read != end) Reject("--port", "a number from 0 to 65535", value);
}

void ReadHost(const std::string& value, ServiceOptions& options) {
  boost::system::error_code error;
  boost::asio::ip::make_address(value, error);
  if (error) Reject("--host", "an IP address, such as 127.0.0.1 or 0.0.0.0", value);
  options.Host = value;
}

// A semicolon would end the key in a connection string.
void ReadKey(const std::string& value, ServiceOptions& options) {
  if (value.find(';') != std::string::npos) Reject("--key", "text without semicolons", value);
  options.PrimaryKey = value;
}

std::string ReadFileName(const std::string& option, const std::string& value) {
  if (!std::ifstream(value)) Reject(option, "a file that can be read", value);
  return value;
}

void ReadCertificate(const std::string& value, ServiceOptions& options) {
  options.TlsCertificateFile = ReadFileName("--tls-certificate", value);
}

void ReadTlsKey(const std::string& value, ServiceOptions& options) {
  options.TlsKeyFile = ReadFileName("--tls-key", value);
}

// The handler's own text: it may have `=` in its query.
void ReadEventHandler(const std::string& value, ServiceOptions& options) {
  const std::size_t equals = std::min(value.find('='), value.size());
  EventHandler handler;
  handler.Hub = value.substr(0, equals);
  handler.Url = value.substr(std::min(equals + 1, value.size()));
  if (const auto error = FindError(handler)) {
    throw BadArgument(
        "--event-handler requires a hub and a URL, such as "
        "chat=http://127.0.0.1:9000/eventhandler/{event}. " +
        *error);
  }
  options.EventHandlers.push_back(std::move(handler));
}

// Changes the handler before an option.
void ChangeHandler(const std::string& option, ServiceOptions& options,
                   std::string EventHandler::*member, const std::string& value) {
  if (options.EventHandlers.empty()) {
    throw BadArgument(option + " requires an --event-handler before it");
  }
  options.EventHandlers.back().*member = value;
  if (const auto error = FindError(options.EventHandlers.back())) {
    throw BadArgument(option + " requires event names, separated by commas. " + *error);
  }
}

void ReadUserEvents(const std::string& value, ServiceOptions& options) {
  ChangeHandler("--user-events", options, &EventHandler::UserEvents, value);
}

void ReadSystemEvents(const std::string& value, ServiceOptions& options) {
  ChangeHandler("--system-events", options, &EventHandler::SystemEvents, value);
}

using ReadValue = std::function<void(const std::string& value, ServiceOptions& options)>;

const std::map<std::string, ReadValue> WithValue = {{"--port", ReadPort},
                                                    {"--host", ReadHost},
                                                    {"--key", ReadKey},
                                                    {"--tls-certificate", ReadCertificate},
                                                    {"--tls-key", ReadTlsKey},
                                                    {"--event-handler", ReadEventHandler},
                                                    {"--user-events", ReadUserEvents},
                                                    {"--system-events", ReadSystemEvents}};

bool MayBeEmpty(const std::string& option) {
  return option == "--user-events" || option == "--system-events";
}

bool ReadSwitch(const std::string& argument, CommandLine& line) {
  if (argument == "--help" || argument == "-h") {
    line.WantsHelp = true;
  } else if (argument == "--log") {
    line.Logs = true;
  } else if (argument == "--allow-any-entra-token") {
    line.Options.AcceptsEntraTokens = true;
  } else if (argument == "--no-controls") {
    line.Options.HasTestControls = false;
  } else {
    return false;
  }
  return true;
}

void CheckTls(const ServiceOptions& options) {
  if (options.TlsCertificateFile.empty() == options.TlsKeyFile.empty()) return;
  const bool hasKey = !options.TlsKeyFile.empty();
  throw BadArgument(hasKey ? "--tls-key requires --tls-certificate too"
                           : "--tls-certificate requires --tls-key too");
}

void CheckEntra(const ServiceOptions& options) {
  if (!options.AcceptsEntraTokens || IsLoopbackAddress(options.Host)) return;
  throw BadArgument("--allow-any-entra-token requires a --host that only this machine reaches");
}

}  // namespace

CommandLine ReadCommandLine(const std::vector<std::string>& arguments) {
  CommandLine line;
  line.Options.Port = 8080;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (ReadSwitch(*argument, line)) continue;
    const auto option = WithValue.find(*argument);
    if (option == WithValue.end()) throw BadArgument("unknown argument '" + *argument + "'");
    if (++argument == arguments.end() || (argument->empty() && !MayBeEmpty(option->first))) {
      throw BadArgument(option->first + " requires a value");
    }
    option->second(*argument, line.Options);
  }
  CheckTls(line.Options);
  CheckEntra(line.Options);
  return line;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
