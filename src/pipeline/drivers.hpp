#pragma once

#include <functional>
#include <memory>

#include "pipeline/call_machine.hpp"

// The two drivers of the call machine.
namespace Azure::Messaging::WebPubSub::Detail {

/// Makes a call on the caller's thread, from its first attempt to its last.
/// @throws the exception that the call failed with.
CallResult CallBlocking(const Pipeline& pipeline, OperationRequest&& operation,
                        const Context& context);

/// Makes a call on the event loop of its pipeline, from its first attempt to its last.
/// @param pipeline shared until the call has ended.
/// @param ended called on the loop's thread once the result can be taken; at once and on the
///   caller's thread if the process is exiting.
/// @throws std::bad_alloc, and std::system_error if the loop's thread can't be started: the call
///   has not begun then.
void CallAsync(std::shared_ptr<const Pipeline> pipeline, OperationRequest&& operation,
               const Context& context, std::function<void(CallMachine&)> ended);

}  // namespace Azure::Messaging::WebPubSub::Detail
