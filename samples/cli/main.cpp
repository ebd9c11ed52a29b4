// webpubsub: a command-line tool for scripts, and a sample program that uses the whole API.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   webpubsub send --hub chat --all "Hello World!"
//   webpubsub --help
#include <iostream>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "failure.hpp"
#include "help.hpp"
#include "run.hpp"

int main(int argc, char** argv) {
  try {
    const Cli::Arguments arguments(std::vector<std::string>(argv + 1, argv + argc));
    if (arguments.Has("--help")) {
      std::cout << Cli::Help;
      Cli::FlushOutput();
      return Cli::Done;
    }
    return Cli::Run(arguments);
  } catch (...) {
    return Cli::ReportFailure();
  }
}
