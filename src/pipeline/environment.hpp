#pragma once

#include <azure/messaging/webpubsub/context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub {

/// All that a pipeline learns from the world besides answers: the real thing by default, a script
/// in tests.
struct Environment {
  /// The calendar's time, for tokens and dates.
  std::function<std::chrono::system_clock::time_point()> SystemNow;
  /// The time that deadlines and durations are measured in.
  std::function<std::chrono::steady_clock::time_point()> SteadyNow;
  /// 64 random bits, for ids and jitter.
  std::function<std::uint64_t()> Random;
  /// Waits on the caller's thread; false if the context was cancelled or its deadline came first.
  std::function<bool(std::chrono::nanoseconds, const Context&)> Wait;
  /// Runs a task on an event loop's thread, which the caller is on, after a delay.
  std::function<EventLoop::TimerId(EventLoop&, std::chrono::nanoseconds, EventLoop::Task)> RunAfter;

  static Environment Real();
};

}  // namespace Azure::Messaging::WebPubSub
