#pragma once

#include <algorithm>
#include <chrono>

#include "support/sanitized.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// The longest time that a call may take to end after its deadline or cancellation: with a
/// sanitizer, which makes the work of the I/O thread many times slower, less strictly.
constexpr std::chrono::milliseconds Prompt{IsSanitized ? 2000 : 50};

/// The least lateness of a few calls. A busy machine may delay some of them, which says nothing
/// about the library.
/// @param lateness makes a call and returns how late it ended.
template <class Lateness>
std::chrono::steady_clock::duration LeastLateness(Lateness lateness) {
  auto least = std::chrono::steady_clock::duration::max();
  for (int tries = 0; tries < 20 && least > Prompt; ++tries) least = std::min(least, lateness());
  return least;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
