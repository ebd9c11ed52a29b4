#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

// An attempt as a value, and as HttpTransport::Send has it.
namespace Azure::Messaging::WebPubSub {

/// Where an exception out of a transport is handled: what it says of the attempt.
TransportFailure CurrentFailure();

/// Sends once, on the caller's thread. What the transport throws is a failure too.
AttemptOutcome Attempt(HttpTransport& transport, const HttpRequest& request,
                       const Context& context);

/// The other way round: the answer, or the exception that a transport throws in its place.
HttpResponse AnswerOrThrow(AttemptOutcome outcome);

}  // namespace Azure::Messaging::WebPubSub
