#pragma once

#include "curl/connection_handle.hpp"
#include "curl/transfer.hpp"

namespace Azure::Messaging::WebPubSub {

/// Performs a transfer over `handle`, whose easy handle it must have, on the caller's thread.
AttemptOutcome Perform(const ConnectionHandle& handle, Transfer& transfer, const Context& context);

}  // namespace Azure::Messaging::WebPubSub
