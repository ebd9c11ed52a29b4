#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include "core/log.hpp"

// The records that a call leaves in the log.
namespace Azure::Messaging::WebPubSub {

void LogRequest(const Log& log, const HttpRequest& request, int attempt);
void LogOutcome(const Log& log, const HttpRequest& request, int attempt,
                const AttemptOutcome& outcome, std::chrono::nanoseconds elapsed);
void LogRetry(const Log& log, const HttpRequest& request, int attempt,
              std::chrono::milliseconds delay);
/// Something that a user's policy, observer or callback did, and that goes no further.
void LogCallbackFailure(const Log& log, std::string_view callback, std::string_view failure);
/// The failure of a call whose future was dropped. Never throws.
void LogUnseenFailure(const Log& log, const std::exception_ptr& failure) noexcept;
/// A key that signs for a service over plain http: whoever listens can use the tokens.
void LogKeyOverHttp(const Log& log, std::string_view endpoint);
/// What the exit of the process leaves undone.
void LogAbandonedCalls(const Log& log, std::size_t calls);

/// What an exception says; empty for none.
std::string MessageOf(const std::exception_ptr& failure);

/// Runs what a user gave us to be told of things: its failures go no further than the log.
template <class Callback>
void RunUserCode(const Log& log, const char* name, const Callback& callback) {
  try {
    callback();
  } catch (...) {
    LogCallbackFailure(log, name, MessageOf(std::current_exception()));
  }
}

}  // namespace Azure::Messaging::WebPubSub
