#include "support/process_use.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
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

}  // namespace Azure::Messaging::WebPubSub::Testing
