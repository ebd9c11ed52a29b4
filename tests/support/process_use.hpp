#pragma once

#include <cstddef>

namespace Azure::Messaging::WebPubSub::Testing {

/// What this process uses at one moment. Linux only.
struct ProcessUse {
  std::size_t ResidentBytes = 0;
  std::size_t Descriptors = 0;
  std::size_t Threads = 0;
};

ProcessUse MeasureProcess();

}  // namespace Azure::Messaging::WebPubSub::Testing
