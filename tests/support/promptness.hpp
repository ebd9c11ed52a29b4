#pragma once

#include <algorithm>
#include <chrono>

namespace Azure::Messaging::WebPubSub::Testing {

/// How late a call may end after its deadline or its cancellation.
constexpr std::chrono::milliseconds Prompt{50};

/// How late the promptest of a few calls has ended: the machine may be busy with something else
/// during one of them.
/// @param lateness makes a call, and says how late it has ended.
template <class Lateness>
std::chrono::steady_clock::duration LatenessOfThePromptest(Lateness lateness) {
  auto least = std::chrono::steady_clock::duration::max();
  for (int tries = 0; tries < 20 && least > Prompt; ++tries) least = std::min(least, lateness());
  return least;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
