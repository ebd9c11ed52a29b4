#pragma once

#include <azure/messaging/webpubsub/errors.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <system_error>

#include "pipeline/operation.hpp"

// The exceptions that a call ends with; std::bad_alloc where there is no memory to make them.
namespace Azure::Messaging::WebPubSub::Detail {

/// The progress of a call that failed.
struct CallHistory {
  int Attempts = 0;
  bool MayHaveBeenAccepted = false;
};

/// @param note added to the message, for example why there was no retry; may be empty.
std::exception_ptr ResponseFailure(const OperationRequest& operation, const HttpResponse& response,
                                   const std::string& clientRequestId, const CallHistory& history,
                                   const std::string& note) noexcept;
std::exception_ptr TransportFailed(const OperationRequest& operation,
                                   const TransportFailure& failure, const CallHistory& history,
                                   const std::string& note) noexcept;
/// @param cancelled true for Context::Cancel, false for a deadline.
std::exception_ptr Cancelled(const OperationRequest& operation, bool cancelled,
                             const CallHistory& history) noexcept;
std::exception_ptr ProcessIsExiting(const OperationRequest& operation,
                                    const CallHistory& history) noexcept;
/// For calls that were not started.
/// @param cause no thread can be started.
std::exception_ptr NotStarted(const OperationRequest& operation, const std::system_error& cause);
std::exception_ptr TooManyCalls(const OperationRequest& operation) noexcept;
/// @param cause the credential's exception.
std::exception_ptr NotAuthenticated(const OperationRequest& operation,
                                    const std::exception_ptr& cause,
                                    const CallHistory& history) noexcept;

/// The kind of a failure for CallProgress::FailureType; empty for null. Never dangles.
std::string_view FailureTypeOf(const std::exception_ptr& failure) noexcept;

}  // namespace Azure::Messaging::WebPubSub::Detail
