#pragma once

#include <functional>
#include <memory>

#include "pipeline/call_machine.hpp"

namespace Azure::Messaging::WebPubSub {

/// Makes a call on the event loop of its pipeline, from its first attempt to its last.
/// @param pipeline kept until the call has ended.
/// @param ended told on the loop's thread that the result can be taken; at once and here if the
///   process is exiting.
void CallAsync(std::shared_ptr<const Pipeline> pipeline, Operation operation,
               const Context& context, std::function<void(CallMachine&)> ended);

}  // namespace Azure::Messaging::WebPubSub
