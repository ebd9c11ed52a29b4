// A chat in the browser, with a C++ backend.
//
//   chat                               with a local service, in this process
//   chat --connection-string "..."     with an Azure Web PubSub resource
//
// Instead of the option you can set the environment variable WebPubSubConnectionString. Messages go
// from browser to browser through the service. The backend makes the URLs to connect with, lists
// the members of a room, and handles the administrator's requests. It hears who comes and goes, and
// replies to commands such as "/who".
#include <azure/messaging/webpubsub.hpp>

#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "chat/backend.hpp"
#include "chat/command_line.hpp"
#include "chat/secret.hpp"
#include "chat/service.hpp"
#include "support/http_server.hpp"

namespace {

// Blocks the signals before any thread starts, so that only sigwait below receives them.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void Serve(const Chat::CommandLine& line) {
  const sigset_t signals = BlockStopSignals();
  Samples::HttpServer server(line.Port);
  const Chat::Service service(line.ConnectionString, line.Hub, server.Url() + "/eventhandler");
  const std::string adminToken = Chat::RandomSecret();
  Chat::Backend backend(service.ConnectionString(), line.Hub, adminToken);
  server.Serve([&backend](const Samples::Request& request) { return backend.Handle(request); });

  const std::string address = server.Url() + "/";
  std::cout << "Chat with " << service.Description() << "\n\n"
            << "  for everybody            " << address << '\n'
            << "  for the administrator    " << address << "#admin=" << adminToken << "\n\n"
            << "Press Ctrl+C to stop." << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  server.Stop();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Chat::CommandLine line({argv + 1, argv + argc});
    if (line.WantsHelp) {
      std::cout << Chat::Usage;
    } else {
      Serve(line);
    }
    return 0;
  } catch (const Chat::BadArgument& bad) {
    std::cerr << "chat: " << bad.what() << '\n' << Chat::Usage;
    return 2;
  } catch (const std::exception& exception) {
    std::cerr << "chat: " << exception.what() << '\n';
    return 1;
  }
}
