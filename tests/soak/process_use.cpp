#include "process_use.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::size_t CountEntries(const char* folder) {
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

ProcessUse MeasureProcess() {
  ProcessUse use;
  std::size_t allPages = 0;
  std::size_t residentPages = 0;
  std::ifstream("/proc/self/statm") >> allPages >> residentPages;
  use.ResidentBytes = residentPages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  use.Descriptors = CountEntries("/proc/self/fd");
  use.Threads = CountEntries("/proc/self/task");
  return use;
}

bool BecomesTrue(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
