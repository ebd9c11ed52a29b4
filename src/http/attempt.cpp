#include "http/attempt.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include "http/reused_connection_lost.hpp"

namespace Azure::Messaging::WebPubSub {

TransportFailure FailureOf(const std::exception_ptr& thrown) {
  const auto failure = [](TransportError cause, const std::exception& exception, bool sent) {
    return TransportFailure(cause, exception.what(), sent);
  };
  try {
    std::rethrow_exception(thrown);
  } catch (const ReusedConnectionLost& lost) {
    auto outcome = failure(lost.Cause(), lost, lost.MayHaveBeenAccepted());
    outcome.ReusedConnection = true;
    return outcome;
  } catch (const TransportException& failed) {
    return failure(failed.Cause(), failed, failed.MayHaveBeenAccepted());
  } catch (const OperationCancelledException& cancelled) {
    return failure(TransportError::Cancelled, cancelled, cancelled.MayHaveBeenAccepted());
  } catch (const std::exception& other) {
    return failure(TransportError::Other, other, true);
  } catch (...) {
    return TransportFailure(TransportError::Other, "the transport threw something unknown", true);
  }
}

AttemptOutcome Attempt(HttpTransport& transport, const HttpRequest& request,
                       const Context& context) {
  try {
    return transport.Send(request, context);
  } catch (...) {
    return FailureOf(std::current_exception());
  }
}

HttpResponse ResponseOrThrow(AttemptOutcome outcome) {
  if (outcome.HasResponse()) return std::move(outcome).Response();
  const TransportFailure& failure = outcome.Failure();
  if (failure.Cause == TransportError::Cancelled) {
    throw OperationCancelledException(failure.Message, failure.RequestMayHaveBeenSent, 1);
  }
  if (failure.ReusedConnection) throw ReusedConnectionLost(failure.Message);
  throw TransportException(failure.Cause, failure.Message, failure.RequestMayHaveBeenSent, 1);
}

}  // namespace Azure::Messaging::WebPubSub
