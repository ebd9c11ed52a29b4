#pragma once

#include <cstddef>

namespace Azure::Messaging::WebPubSub {

/// What happens to an asynchronous call that exceeds LimitOptions.
enum class OverflowAction {
  /// It waits on its caller's thread until there is room for it and for those that have waited
  /// longer, or until its context ends. On the I/O thread, where that would be a deadlock, it
  /// throws
  /// std::logic_error.
  Wait,
  /// It ends at once with TooManyCallsException.
  Fail,
};

/// How many asynchronous calls of a client and its copies may be started and not ended, so that a
/// producer that is faster than the network doesn't fill the memory. Blocking calls don't count; a
/// fan-out counts as one.
struct LimitOptions {
  LimitOptions() {}

  /// At least 1.
  std::size_t MaxCalls = 10'000;
  /// The sum of their messages' bytes, at least 1. A single larger message is sent when it is
  /// alone.
  std::size_t MaxBytes = std::size_t{64} * 1024 * 1024;
  /// What happens to a call over the limit.
  OverflowAction WhenFull = OverflowAction::Wait;
};

}  // namespace Azure::Messaging::WebPubSub
