#pragma once

#include <azure/messaging/webpubsub/errors.hpp>

#include <exception>
#include <string>

#include "pipeline/operation.hpp"

// The exceptions that a call ends with.
namespace Azure::Messaging::WebPubSub {

/// How far a call had come when it failed.
struct CallHistory {
  int Attempts = 0;
  bool MayHaveBeenAccepted = false;
};

/// @param note added to the message, for example why there was no retry; may be empty.
std::exception_ptr ResponseFailure(const Operation& operation, HttpResponse answer,
                                   const std::string& clientRequestId, const CallHistory& history,
                                   const std::string& note);
std::exception_ptr TransportFailed(const Operation& operation, const TransportFailure& failure,
                                   const CallHistory& history, const std::string& note);
/// @param cancelled true for Context::Cancel, false for a deadline.
std::exception_ptr Cancelled(const Operation& operation, bool cancelled,
                             const CallHistory& history);
/// Of calls that were not begun.
std::exception_ptr ProcessIsExiting(const Operation& operation);
std::exception_ptr TooManyCalls(const Operation& operation);
/// @param cause what the credential threw.
std::exception_ptr NotAuthenticated(const Operation& operation, const std::exception_ptr& cause,
                                    const CallHistory& history);

}  // namespace Azure::Messaging::WebPubSub
