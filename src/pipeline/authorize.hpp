#pragma once

#include <functional>

#include "pipeline/call_machine.hpp"

namespace Azure::Messaging::WebPubSub {

/// Does what CallStep::Authorize says, on the caller's thread, which may have to wait.
/// @return what to tell the call of it.
std::function<NextStep(CallMachine&)> Authorize(const Pipeline& pipeline,
                                                const CallStep::Authorize& wanted,
                                                const Context& context);

}  // namespace Azure::Messaging::WebPubSub
