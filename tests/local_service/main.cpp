// webpubsub-local: the local Web PubSub service as a program.

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <unistd.h>

#include "local_service/command_line.hpp"
#include "local_service/line_writer.hpp"

namespace {

using namespace Azure::Messaging::WebPubSub::LocalService;

// Blocks the signals before any thread starts, so that only sigwait in Serve receives them.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

std::string WithTime(const std::string& line) {
  using namespace std::chrono;
  const auto now = system_clock::now();
  const auto milliseconds = duration_cast<std::chrono::milliseconds>(now.time_since_epoch()) % 1000;
  const std::time_t seconds = system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::ostringstream text;
  text << std::put_time(&utc, "%FT%T.") << std::setfill('0') << std::setw(3) << milliseconds.count()
       << "Z " << line;
  return text.str();
}

void Serve(CommandLine line) {
  const sigset_t signals = BlockStopSignals();
  // Whoever reads the log may leave, and the service goes on.
  std::signal(SIGPIPE, SIG_IGN);
  LineWriter log(STDOUT_FILENO);
  if (line.Logs) line.Options.Log = [&log](const std::string& text) { log.Write(WithTime(text)); };
  const Service service(line.Options);
  std::cout << service.ConnectionString() << std::endl;
  if (line.Options.AcceptsEntraTokens) {
    std::cerr
        << "webpubsub-local: accepts any Microsoft Entra token, without checking its signature"
        << std::endl;
  }
  if (const auto page = service.LivePage()) {
    std::cout << "What passes is shown at " << *page << std::endl;
  }
  // The connection string must be the first line.
  log.Start();
  int signal = 0;
  sigwait(&signals, &signal);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const CommandLine line = ReadCommandLine({arguments + 1, arguments + count});
    if (line.WantsHelp) {
      std::cout << Usage;
    } else {
      Serve(line);
    }
    return EXIT_SUCCESS;
  } catch (const BadArgument& bad) {
    std::cerr << "webpubsub-local: " << bad.what() << "\nTry webpubsub-local --help.\n";
    return 2;
  } catch (const std::exception& exception) {
    std::cerr << "webpubsub-local: " << exception.what() << '\n';
    return EXIT_FAILURE;
  }
}
