#pragma once

#include <chrono>
#include <thread>

namespace Azure::Messaging::WebPubSub::Testing {

/// Waits until something holds that nothing announces. False if it doesn't in time.
/// @param longest far above what it takes.
template <class Predicate>
bool IsSoon(const Predicate& holds, std::chrono::seconds longest = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // leaves the processor to others
  }
  return true;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
