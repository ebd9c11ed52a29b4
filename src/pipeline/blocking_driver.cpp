#include "pipeline/blocking_driver.hpp"

#include "http/reused_connection_lost.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

AttemptOutcome Attempt(HttpTransport& transport, const HttpRequest& request,
                       const Context& context) {
  const auto failure = [](TransportError cause, const std::exception& exception, bool sent) {
    return TransportFailure(cause, exception.what(), sent);
  };
  try {
    return transport.Send(request, context);
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

NextStep Authorize(const Pipeline& pipeline, const CallStep::Authorize& wanted, CallMachine& call,
                   const Context& context) {
  std::optional<std::string> token;
  try {
    token = pipeline.Tokens->Fetch(context, wanted.Claims, wanted.Rejected);
  } catch (...) {
    return call.OnNoToken(std::current_exception());
  }
  return token ? call.OnToken(*std::move(token)) : call.OnCancelled();
}

}  // namespace

CallResult CallBlocking(const Pipeline& pipeline, const Operation& operation,
                        const Context& context) {
  CallMachine call(pipeline, operation, context);
  NextStep step = call.Begin();
  while (true) {
    if (const auto* authorize = std::get_if<CallStep::Authorize>(&step)) {
      step = Authorize(pipeline, *authorize, call, context);
    } else if (std::holds_alternative<CallStep::Send>(step)) {
      step = call.OnOutcome(Attempt(*pipeline.Transport, call.Request(), context));
    } else if (const auto* wait = std::get_if<CallStep::Wait>(&step)) {
      step = pipeline.World.Wait(wait->Delay, context) ? call.OnWaitOver() : call.OnCancelled();
    } else {
      return call.Take();
    }
  }
}

}  // namespace Azure::Messaging::WebPubSub
