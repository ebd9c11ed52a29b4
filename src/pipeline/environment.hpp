#pragma once

#include <azure/messaging/webpubsub/context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>

#include "runtime/event_loop.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Time, randomness and waiting. The real ones by default; tests script them.
struct Environment {
  /// The calendar's time, for tokens and dates.
  std::function<std::chrono::system_clock::time_point()> SystemNow;
  /// The time of deadlines and durations.
  std::function<std::chrono::steady_clock::time_point()> SteadyNow;
  /// 64 random bits, for ids and jitter.
  std::function<std::uint64_t()> Random;
  /// Waits on the caller's thread; false if the context ended first.
  std::function<bool(std::chrono::nanoseconds, const Context&)> Wait;
  /// On an event loop's thread: runs a task there after a delay.
  std::function<EventLoop::TimerId(EventLoop&, std::chrono::nanoseconds, EventLoop::Task)> RunAfter;

  /// Whether the exit of the process has begun, which ends every call.
  std::function<bool()> IsExiting = &ProcessExit::HasBegun;

  static Environment Real();
};

}  // namespace Azure::Messaging::WebPubSub::Detail
