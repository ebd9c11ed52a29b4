#include <utility>

#include "pipeline/drivers.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

CallResult CallBlocking(const Pipeline& pipeline, OperationRequest&& operation,
                        const Context& context) {
  CallMachine call(pipeline, std::move(operation), context);
  NextStep step = call.Start();
  while (true) {
    if (std::holds_alternative<CallStep::Authorize>(step)) {
      step = call.OnFetched(pipeline.Authenticator->Fetch(call.Authentication(), context));
    } else if (std::holds_alternative<CallStep::Send>(step)) {
      step = call.OnOutcome(pipeline.Transport->SendOnce(call.Request(), context));
    } else if (const auto* wait = std::get_if<CallStep::Wait>(&step)) {
      step =
          pipeline.Environment.Wait(wait->Delay, context) ? call.OnWaitOver() : call.OnCancelled();
    } else {
      return call.Take();
    }
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
