#pragma once

#include "pipeline/call_machine.hpp"

namespace Azure::Messaging::WebPubSub {

/// Makes a call on the caller's thread, from its first attempt to its last.
CallResult CallBlocking(const Pipeline& pipeline, Operation operation, const Context& context);

}  // namespace Azure::Messaging::WebPubSub
