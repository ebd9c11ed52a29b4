#pragma once

#include <azure/messaging/webpubsub/context.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Waits on a condition variable, on the caller's thread, until something is done, a time comes, a
/// context ends, or the exit of the process begins.
/// @param mutex guards what `isDone` reads; not held by the caller.
/// @param changed notified, by others, after each change of what `isDone` reads.
/// @param isDone called with the mutex held, and not again once it has returned true.
/// @return whether `isDone` returned true.
template <class Predicate>
bool WaitUnlessEnded(
    std::mutex& mutex, std::condition_variable& changed, const Context& context, Predicate isDone,
    std::chrono::steady_clock::time_point until = (std::chrono::steady_clock::time_point::max)()) {
  // Taking the mutex before notifying keeps the wake-up from falling between test and wait. The
  // registration outlives the lock: its destructor waits for the callback, which needs the mutex.
  const auto wake = [&] {
    { const std::lock_guard synchronise(mutex); }
    changed.notify_all();
  };
  const auto registration = context.OnCancel(wake);
  const ExitWaker atExit(wake);
  until = (std::min)(until, context.Deadline().value_or(until));
  bool done = false;
  const auto isOver = [&] {
    return context.IsCancelled() || (done = isDone()) || ProcessExit::HasBegun();
  };
  std::unique_lock lock(mutex);
  // Some standard libraries overflow on a time that the clock can't reach.
  if (until == (std::chrono::steady_clock::time_point::max)()) {
    changed.wait(lock, isOver);
  } else {
    changed.wait_until(lock, until, isOver);
  }
  return done;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
