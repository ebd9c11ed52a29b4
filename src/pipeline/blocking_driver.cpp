#include "pipeline/blocking_driver.hpp"

#include <utility>

#include "http/attempt.hpp"
#include "pipeline/authorize.hpp"

namespace Azure::Messaging::WebPubSub {

CallResult CallBlocking(const Pipeline& pipeline, Operation operation, const Context& context) {
  CallMachine call(pipeline, std::move(operation), context);
  NextStep step = call.Begin();
  while (true) {
    if (const auto* authorize = std::get_if<CallStep::Authorize>(&step)) {
      step = Authorize(pipeline, *authorize, context)(call);
    } else if (std::holds_alternative<CallStep::Send>(step)) {
      step = call.OnOutcome(Attempt(*pipeline.Transport, call.Request(), context));
    } else if (const auto* wait = std::get_if<CallStep::Wait>(&step)) {
      step =
          pipeline.Environment.Wait(wait->Delay, context) ? call.OnWaitOver() : call.OnCancelled();
    } else {
      return call.Take();
    }
  }
}

}  // namespace Azure::Messaging::WebPubSub
