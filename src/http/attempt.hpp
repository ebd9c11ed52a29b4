#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <exception>

// An attempt as a value, and as HttpTransport::Send has it.
namespace Azure::Messaging::WebPubSub {

/// What an exception that a transport has thrown says of the attempt.
TransportFailure FailureOf(const std::exception_ptr& thrown);

/// Sends once, on the caller's thread. What the transport throws is a failure too.
AttemptOutcome Attempt(HttpTransport& transport, const HttpRequest& request,
                       const Context& context);

/// The other way round: the answer, or the exception that a transport throws in its place.
HttpResponse ResponseOrThrow(AttemptOutcome outcome);

}  // namespace Azure::Messaging::WebPubSub
