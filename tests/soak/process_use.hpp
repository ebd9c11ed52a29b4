#pragma once

#include <cstddef>
#include <functional>

namespace Azure::Messaging::WebPubSub::Testing {

/// What this process uses at one moment.
struct ProcessUse {
  std::size_t ResidentBytes = 0;
  std::size_t Descriptors = 0;
  std::size_t Threads = 0;
};

ProcessUse MeasureProcess();

/// Waits until something holds, which nothing announces. False if it doesn't within a minute.
bool BecomesTrue(const std::function<bool()>& holds);

}  // namespace Azure::Messaging::WebPubSub::Testing
