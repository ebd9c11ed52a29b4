#include <utility>

#include "pipeline/drivers.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// @return the next step.
NextStep Execute(const NextStep& step, CallMachine& call, const Pipeline& pipeline,
                 const Context& context) {
  if (std::holds_alternative<CallStep::Authorize>(step)) {
    return call.OnFetched(pipeline.Authenticator->Fetch(call.Authentication(), context));
  }
  if (const auto* wait = std::get_if<CallStep::Wait>(&step)) {
    return pipeline.Environment.Wait(wait->Delay, context) ? call.OnWaitOver() : call.OnCancelled();
  }
  return call.OnOutcome(pipeline.Transport->SendOnce(call.Request(), context));
}

}  // namespace

CallResult CallBlocking(const Pipeline& pipeline, OperationRequest&& operation,
                        const Context& context) {
  CallMachine call(pipeline, std::move(operation), context);
  NextStep step = call.Start();
  while (!std::holds_alternative<CallStep::Done>(step)) {
    try {
      step = Execute(step, call, pipeline, context);
    } catch (...) {
      step = call.OnException(std::current_exception());
    }
  }
  return call.Take();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
