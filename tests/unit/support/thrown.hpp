#pragma once

#include <stdexcept>

namespace Azure::Messaging::WebPubSub::Testing {

/// What `action` throws, which has to be an `Expected`: anything else ends the test as a failure.
template <class Expected, class Action>
Expected Thrown(Action&& action) {
  try {
    action();
  } catch (const Expected& expected) {
    return expected;
  }
  throw std::logic_error("nothing was thrown");
}

}  // namespace Azure::Messaging::WebPubSub::Testing
