#pragma once

#include <stdexcept>

namespace Azure::Messaging::WebPubSub::Testing {

/// Returns the exception that `action` throws, which must be an `Expected`. Anything else fails the
/// test.
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
