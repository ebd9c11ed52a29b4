#pragma once

#include <cstdint>

namespace Azure::Messaging::WebPubSub {

/// Tells a process from the one that it was forked from.
std::intmax_t ThisProcess() noexcept;

}  // namespace Azure::Messaging::WebPubSub
