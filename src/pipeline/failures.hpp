#pragma once

#include <azure/messaging/webpubsub/errors.hpp>

#include <exception>
#include <string>
#include <system_error>

#include "pipeline/operation.hpp"

// The exceptions that a call ends with.
namespace Azure::Messaging::WebPubSub::Detail {

/// The progress of a call that failed.
struct CallHistory {
  int Attempts = 0;
  bool MayHaveBeenAccepted = false;
};

/// @param note added to the message, for example why there was no retry; may be empty.
std::exception_ptr ResponseFailure(const OperationRequest& operation, HttpResponse response,
                                   const std::string& clientRequestId, const CallHistory& history,
                                   const std::string& note);
std::exception_ptr TransportFailed(const OperationRequest& operation,
                                   const TransportFailure& failure, const CallHistory& history,
                                   const std::string& note);
/// @param cancelled true for Context::Cancel, false for a deadline.
std::exception_ptr Cancelled(const OperationRequest& operation, bool cancelled,
                             const CallHistory& history);
std::exception_ptr ProcessIsExiting(const OperationRequest& operation, const CallHistory& history);
/// For calls that were not started.
/// @param cause no thread can be started.
std::exception_ptr NotStarted(const OperationRequest& operation, const std::system_error& cause);
std::exception_ptr TooManyCalls(const OperationRequest& operation);
/// @param cause the credential's exception.
std::exception_ptr NotAuthenticated(const OperationRequest& operation,
                                    const std::exception_ptr& cause, const CallHistory& history);

}  // namespace Azure::Messaging::WebPubSub::Detail
