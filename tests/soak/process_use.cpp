#include "process_use.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Testing {

ProcessUse MeasureProcess() {
  ProcessUse use;
  std::size_t allPages = 0;
  std::size_t residentPages = 0;
  std::ifstream("/proc/self/statm") >> allPages >> residentPages;
  use.ResidentBytes = residentPages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::filesystem::directory_iterator descriptors("/proc/self/fd");
  use.Descriptors = static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
  return use;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
