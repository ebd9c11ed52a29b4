#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/limit_options.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace Azure::Messaging::WebPubSub::Detail {

/// Counts the asynchronous calls of a client that are started and not ended, and holds further ones
/// back.
class CallLimit {
 public:
  enum class Admission { Admitted, Full, ContextEnded };

  explicit CallLimit(const LimitOptions& options) : options_(options) {}

  /// Counts a call, as soon as there is room for it.
  /// @param bytes the size of its message.
  /// @throws std::logic_error where it would have to wait on an I/O thread.
  Admission Acquire(std::size_t bytes, const Context& context);
  /// Makes room: the call has ended. This comes before its callback, which may start another call.
  void Release(std::size_t bytes);
  /// The callback of a released call has returned.
  void MarkIdle();

  /// Waits until every call has ended and its callback has returned; false if the context ended the
  /// wait.
  bool WaitUntilIdle(const Context& context);
  [[nodiscard]] std::size_t Calls() const;

 private:
  [[nodiscard]] bool HasRoom(std::size_t bytes) const;
  bool TryCount(std::size_t bytes);
  template <class Predicate>
  bool WaitFor(Predicate isDone, const Context& context);

  const LimitOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t calls_ = 0;
  std::size_t bytes_ = 0;
  std::size_t busy_ = 0;  // calls whose callback has not returned
  std::size_t waiting_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
