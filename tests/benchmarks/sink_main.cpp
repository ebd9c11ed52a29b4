// A server for the benchmarks. Prints its URL and serves until it is stopped.

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <sys/prctl.h>

#include "sink.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

// Returns the scheme of the sink's URL, or null if an argument isn't known.
const char* Configure(Sink& sink, int argc, char** argv) {
  const char* scheme = "http";
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--silent") {
      sink.KeepSilent();
    } else if (argument == "--delay" && i + 1 < argc) {
      sink.Delay(std::chrono::milliseconds(std::atoi(argv[++i])));
    } else if (argument == "--throttle" && i + 1 < argc) {
      sink.Throttle(std::atoll(argv[++i]));
    } else if (argument == "--tls" && i + 2 < argc) {
      sink.UseTls(argv[i + 1], argv[i + 2]);
      scheme = "https";
      i += 2;
    } else {
      return nullptr;
    }
  }
  return scheme;
}

int Main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // ends with its parent process
  Sink sink;
  const char* const scheme = Configure(sink, argc, argv);
  if (scheme == nullptr) {
    std::cerr
        << "usage: webpubsub_sink [--silent] [--delay MILLISECONDS] [--throttle POSTS_PER_SECOND]\n"
           "                      [--tls CERTIFICATE KEY]\n";
    return 2;
  }
  std::cout << scheme << "://127.0.0.1:" << sink.Port() << std::endl;
  sink.Run();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  try {
    return Azure::Messaging::WebPubSub::Benchmarks::Main(argc, argv);
  } catch (const std::exception& exception) {
    std::cerr << "webpubsub_sink: " << exception.what() << "\n";
    return 1;
  }
}
