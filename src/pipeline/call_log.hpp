#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include "core/log.hpp"

// The records of a call in the log.
namespace Azure::Messaging::WebPubSub::Detail {

void LogRequest(const Log& log, const HttpRequest& request, int attempt) noexcept;
void LogOutcome(const Log& log, const HttpRequest& request, int attempt,
                const AttemptOutcome& outcome, std::chrono::nanoseconds elapsed) noexcept;
void LogRetry(const Log& log, const HttpRequest& request, int attempt,
              std::chrono::milliseconds delay) noexcept;
/// An exception of a user's policy, observer or callback, which ends here.
void LogCallbackFailure(const Log& log, std::string_view callback,
                        const std::exception_ptr& failure) noexcept;
/// The failure of a call whose future was dropped.
void LogUnobservedFailure(const Log& log, const std::exception_ptr& failure) noexcept;
/// A key signs for a service over plain http: anyone who reads the traffic can use the tokens.
void LogKeyOverHttp(const Log& log, std::string_view endpoint) noexcept;
/// Calls that the exit of the process abandons.
void LogAbandonedCalls(const Log& log, std::size_t calls) noexcept;

/// The message of an exception; empty for none.
std::string MessageOf(const std::exception_ptr& failure) noexcept;

/// Runs a user's policy, observer or callback. Its exceptions are logged, and end here.
template <class Callback>
void RunUserCode(const Log& log, const char* name, const Callback& callback) noexcept {
  try {
    callback();
  } catch (...) {
    LogCallbackFailure(log, name, std::current_exception());
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
