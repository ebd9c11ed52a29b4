#include "local_service/command_line.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <fstream>
#include <functional>
#include <map>

namespace Azure::Messaging::WebPubSub::LocalService {

const char* const Usage =
    R"(usage: webpubsub-local [--port N] [--host ADDRESS] [--key KEY]
                       [--tls-certificate FILE --tls-key FILE] [--no-controls] [--log]

A local stand-in for Azure Web PubSub. It serves the REST API and WebSocket clients, keeps everything in
memory, and runs until Ctrl+C or SIGTERM stops it. The first line that it prints is a connection string.
A browser on this machine can open / to see hubs, clients, groups and the last messages, unless --host is
not a loopback address.

  --port N          the port to listen on; 0 picks a free one (default: 8080)
  --host ADDRESS    the IP address to listen on (default: 127.0.0.1, for this machine only)
  --key KEY         the access key (default: a fixed, public one)
  --tls-certificate FILE, --tls-key FILE
                    PEM files with which to serve https and wss
  --no-controls     don't serve the test controls under /_local/ or the live page
  --log             print a line for each request and each action of a client
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

using ReadValue = std::function<void(const std::string& value, ServiceOptions& options)>;

const std::map<std::string, ReadValue> WithValue = {{"--port", ReadPort},
                                                    {"--host", ReadHost},
                                                    {"--key", ReadKey},
                                                    {"--tls-certificate", ReadCertificate},
                                                    {"--tls-key", ReadTlsKey}};

bool ReadSwitch(const std::string& argument, CommandLine& line) {
  if (argument == "--help" || argument == "-h") {
    line.WantsHelp = true;
  } else if (argument == "--log") {
    line.Logs = true;
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

}  // namespace

CommandLine ReadCommandLine(const std::vector<std::string>& arguments) {
  CommandLine line;
  line.Options.Port = 8080;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (ReadSwitch(*argument, line)) continue;
    const auto option = WithValue.find(*argument);
    if (option == WithValue.end()) throw BadArgument("unknown argument '" + *argument + "'");
    if (++argument == arguments.end() || argument->empty()) {
      throw BadArgument(option->first + " requires a value");
    }
    option->second(*argument, line.Options);
  }
  CheckTls(line.Options);
  return line;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
