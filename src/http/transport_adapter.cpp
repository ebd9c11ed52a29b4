#include "http/transport_adapter.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

AttemptOutcome TransportAdapter::SendOnce(const HttpRequest& request, const Context& context) {
  return OutcomeOf([&] { return transport_->Send(request, context); });
}

void TransportAdapter::SendOnceAsync(const HttpRequest& request, const Context& context,
                                     HttpTransport::Completion done) {
  try {
    transport_->SendAsync(request, context, done);
  } catch (...) {
    done(FailureOf(std::current_exception()));
  }
}

TransportFailure FailureOf(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const TransportException& failed) {
    TransportFailure failure(failed.Cause(), failed.what(), failed.MayHaveBeenAccepted());
    if (failed.ProxyStatus() != 0) {
      failure.ProxyResponse = std::make_shared<const HttpResponse>(failed.ProxyStatus());
    }
    return failure;
  } catch (const OperationCancelledException& cancelled) {
    return {TransportError::Cancelled, cancelled.what(), cancelled.MayHaveBeenAccepted()};
  } catch (const std::exception& other) {
    return {TransportError::Other, other.what(), true};
  } catch (...) {
    return {TransportError::Other, "the transport threw an unknown exception", true};
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
