#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <chrono>
#include <string_view>

#include "pipeline/log.hpp"

// The records that a call leaves in the log.
namespace Azure::Messaging::WebPubSub {

void LogRequest(const Log& log, const HttpRequest& request, int attempt);
void LogOutcome(const Log& log, const HttpRequest& request, int attempt,
                const AttemptOutcome& outcome, std::chrono::nanoseconds elapsed);
void LogRetry(const Log& log, const HttpRequest& request, int attempt,
              std::chrono::milliseconds delay);
/// Something that a user's policy or observer did, and that goes no further.
void LogCallbackFailure(const Log& log, std::string_view callback, std::string_view failure);

}  // namespace Azure::Messaging::WebPubSub
