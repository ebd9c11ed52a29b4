// Six threads do everything at once: calls in all forms, with cancellations and deadlines, while
// the key is rotated, clients are replaced and destroyed in callbacks, observers, executors,
// loggers and callbacks throw, and the server resets, halves and garbles. In the end there were as
// many callbacks as futures, and no thread and no descriptor is left.
//
//     webpubsub_turmoil SECONDS
//
// WEBPUBSUB_TURMOIL_SECONDS takes the place of SECONDS.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

#include "support/process_use.hpp"
#include "support/soon.hpp"
#include "turmoil_round.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds LongestRound{5};
constexpr seconds Patience{60};

bool RunRound(seconds time, bool tls) {
  TurmoilRound round(tls);
  round.Run(time);
  std::cout << (tls ? "https: " : "http:  ") << round.Calls() << " actions, " << round.Callbacks()
            << " callbacks" << std::endl;
  for (const std::string& error : round.Errors()) std::cout << "FAILED: " << error << std::endl;
  return round.Errors().empty();
}

bool Run(seconds time) {
  std::thread([] {}).join();  // with the first one, ThreadSanitizer starts its own
  const std::size_t threads = MeasureProcess().Threads;
  // Starts what the process keeps until it exits.
  bool succeeded = RunRound(seconds(1), false) && RunRound(seconds(1), true);
  if (!IsSoon([&] { return MeasureProcess().Threads <= threads; }, Patience)) {
    std::cout << "FAILED: " << MeasureProcess().Threads << " threads are left" << std::endl;
    return false;
  }
  const std::size_t descriptors = MeasureProcess().Descriptors;
  const auto isNothingLeft = [&] {
    const ProcessUse use = MeasureProcess();
    return use.Threads <= threads && use.Descriptors <= descriptors;
  };
  const auto end = steady_clock::now() + time;
  for (bool tls = false; succeeded && steady_clock::now() < end; tls = !tls) {
    succeeded = RunRound(std::min(LongestRound, std::max(time / 2, seconds(1))), tls);
    if (!IsSoon(isNothingLeft, Patience)) {
      const ProcessUse use = MeasureProcess();
      std::cout << "FAILED: " << use.Threads << " threads and " << use.Descriptors
                << " descriptors are left, of " << descriptors << std::endl;
      succeeded = false;
    }
  }
  return succeeded;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

int main(int argc, char** argv) {
  const char* const longForm = std::getenv("WEBPUBSUB_TURMOIL_SECONDS");
  const int time = longForm != nullptr ? std::atoi(longForm) : argc == 2 ? std::atoi(argv[1]) : 0;
  if (time < 1) {
    std::cerr << "usage: webpubsub_turmoil SECONDS, at least 1\n";
    return 2;
  }
  return Azure::Messaging::WebPubSub::Testing::Run(std::chrono::seconds(time)) ? EXIT_SUCCESS
                                                                               : EXIT_FAILURE;
}
