#pragma once

#include <cstddef>

namespace Azure::Messaging::WebPubSub::Testing {

/// The memory and descriptors that this process uses at one moment.
struct ProcessUse {
  std::size_t ResidentBytes = 0;
  std::size_t Descriptors = 0;
};

ProcessUse MeasureProcess();

}  // namespace Azure::Messaging::WebPubSub::Testing
