#pragma once

namespace Azure::Messaging::WebPubSub::Testing {

/// For its lifetime: some of the program's allocations by operator new fail, whichever thread makes
/// them. One object at a time.
class FailingAllocations {
 public:
  /// @param first the first that fails, counted from 1.
  /// @param inARow how many fail, one after the other.
  FailingAllocations(long first, long inARow);
  ~FailingAllocations();
  FailingAllocations(const FailingAllocations&) = delete;
  FailingAllocations& operator=(const FailingAllocations&) = delete;

  /// Whether any has failed.
  [[nodiscard]] static bool HaveFailed();
};

}  // namespace Azure::Messaging::WebPubSub::Testing
