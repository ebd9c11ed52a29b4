// A server for the benchmarks. Prints its URL and serves until it is stopped.

#include <csignal>
#include <iostream>
#include <string_view>
#include <sys/prctl.h>

#include "sink.hpp"

int main(int argc, char** argv) {
  using Azure::Messaging::WebPubSub::Benchmarks::Sink;
  const std::string_view how = argc > 1 ? argv[1] : "";
  const bool tls = how == "--tls" && argc == 4;
  if (argc > 1 && !tls && how != "--silent") {
    std::cerr << "usage: webpubsub_sink [--silent | --tls CERTIFICATE KEY]\n";
    return 2;
  }
  try {
    std::signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGTERM);  // ends with its parent process
    Sink sink;
    if (tls) sink.UseTls(argv[2], argv[3]);
    if (how == "--silent") sink.KeepSilent();
    std::cout << (tls ? "https" : "http") << "://127.0.0.1:" << sink.Port() << std::endl;
    sink.Run();
  } catch (const std::exception& exception) {
    std::cerr << "webpubsub_sink: " << exception.what() << "\n";
    return 1;
  }
}
