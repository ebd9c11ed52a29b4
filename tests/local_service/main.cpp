// webpubsub-local: the local Web PubSub service as a program.

#include <charconv>
#include <csignal>
#include <cstring>
#include <iostream>
#include <optional>
#include <string>

#include "local_service/service.hpp"

namespace {

using namespace Azure::Messaging::WebPubSub::LocalService;

constexpr const char* Usage =
    "usage: webpubsub-local [--port N] [--host ADDRESS] [--key KEY]\n"
    "                       [--tls-certificate FILE --tls-key FILE] [--no-controls] [--log]\n"
    "\n"
    "Serves the REST API and the WebSocket clients of Azure Web PubSub, in memory, until it is "
    "stopped by\n"
    "Ctrl+C or SIGTERM. The first line that it prints is a connection string.\n"
    "\n"
    "  --port N         the port to listen on; 0 picks a free one (default: 8080)\n"
    "  --host ADDRESS   the address to listen on (default: 127.0.0.1)\n"
    "  --key KEY        the access key (default: a well-known one)\n"
    "  --tls-certificate FILE, --tls-key FILE\n"
    "                   PEM files: serve https and wss with them\n"
    "  --no-controls    don't serve the test controls under /_local/\n"
    "  --log            print a line for each request and each client\n"
    "  --help           print this\n";

std::optional<std::uint16_t> ParsePort(const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

// Nothing if the arguments make no sense.
std::optional<ServiceOptions> ParseArguments(int count, char** arguments) {
  ServiceOptions options;
  options.Port = 8080;
  for (int i = 1; i < count; ++i) {
    const std::string name = arguments[i];
    if (name == "--log") {
      options.Log = [](const std::string& line) { std::cout << line << std::endl; };
      continue;
    }
    if (name == "--no-controls") {
      options.HasTestControls = false;
      continue;
    }
    if (i + 1 == count) return std::nullopt;
    const std::string value = arguments[++i];
    if (name == "--port") {
      const auto port = ParsePort(value);
      if (!port) return std::nullopt;
      options.Port = *port;
    } else if (name == "--host") {
      options.Host = value;
    } else if (name == "--key" && !value.empty()) {
      options.PrimaryKey = value;
    } else if (name == "--tls-certificate" && !value.empty()) {
      options.TlsCertificateFile = value;
    } else if (name == "--tls-key" && !value.empty()) {
      options.TlsKeyFile = value;
    } else {
      return std::nullopt;
    }
  }
  if (options.TlsCertificateFile.empty() != options.TlsKeyFile.empty()) return std::nullopt;
  return options;
}

// Blocked before any thread starts, so that only the wait below takes them.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::strcmp(arguments[1], "--help") == 0) {
    std::cout << Usage;
    return EXIT_SUCCESS;
  }
  const auto options = ParseArguments(count, arguments);
  if (!options) {
    std::cerr << Usage;
    return 2;
  }
  try {
    const sigset_t signals = BlockStopSignals();
    const Service service(*options);
    std::cout << service.ConnectionString() << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    return EXIT_SUCCESS;
  } catch (const std::exception& exception) {
    std::cerr << "webpubsub-local: " << exception.what() << '\n';
    return EXIT_FAILURE;
  }
}
