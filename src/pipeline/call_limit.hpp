#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/limit_options.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

namespace Azure::Messaging::WebPubSub::Detail {

/// Counts the asynchronous calls of a client that are started and not ended, and holds further ones
/// back.
class CallLimit {
 public:
  enum class Admission { Admitted, Full, ContextEnded };

  explicit CallLimit(const LimitOptions& options) : options_(options) {}

  /// Counts a call, as soon as there is room for it and for those that have waited longer. On an
  /// I/O thread, which can't wait, room is enough.
  /// @param bytes the size of its message.
  /// @throws std::logic_error where it would have to wait on an I/O thread.
  Admission Acquire(std::size_t bytes, const Context& context);
  /// Makes room: the call has ended. This comes before its callback, which may start another call.
  void Release(std::size_t bytes);
  /// A callback is due that may return later than that of its call.
  void MarkBusy();
  /// The callback of a released call, or one that MarkBusy announced, has returned. What room is
  /// left is for those that wait.
  void MarkIdle();

  /// Waits until every call has ended and its callback has returned; false if the context ended the
  /// wait.
  bool WaitUntilIdle(const Context& context);
  [[nodiscard]] std::size_t Calls() const;

 private:
  [[nodiscard]] bool HasRoom(std::size_t bytes) const;
  bool TryCount(std::size_t bytes);
  Admission WaitForRoom(std::size_t bytes, const Context& context);
  void AdmitNext();
  struct Waiter;
  /// @return whether it was admitted.
  bool StopWaiting(const Waiter& waiter);

  /// A call that waits for room, on its caller's stack.
  struct Waiter {
    explicit Waiter(std::size_t bytes) : Bytes(bytes) {}

    const std::size_t Bytes;
    bool IsAdmitted = false;
    std::condition_variable Admitted;
  };

  const LimitOptions options_;
  mutable std::mutex mutex_;
  std::deque<Waiter*> waiters_;  // the first has waited longest
  std::condition_variable idle_;
  std::size_t calls_ = 0;
  std::size_t bytes_ = 0;
  std::size_t busy_ = 0;  // calls and callbacks that have not returned
  std::atomic<int> waitingUntilIdle_{0};
};

}  // namespace Azure::Messaging::WebPubSub::Detail
