#include "http/transport_adapter.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <new>
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

TransportFailure FailureOf(const std::exception_ptr& thrown) noexcept {
  try {
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
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& other) {
      return {TransportError::Other, other.what(), true};
    } catch (...) {
      return {TransportError::Other, "the transport threw an unknown exception", true};
    }
  } catch (const std::bad_alloc&) {
    return NoMemory(true);
  }
}

// The text is so short that a string holds it without memory of its own.
TransportFailure NoMemory(bool requestMayHaveBeenSent) noexcept {
  return {TransportError::Resources, "out of memory", requestMayHaveBeenSent};
}

}  // namespace Azure::Messaging::WebPubSub::Detail
