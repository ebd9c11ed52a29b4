#pragma once

#include <chrono>

namespace Azure::Messaging::WebPubSub::Testing {

/// Gives the running case of GoogleTest another limit than 60 s, counted from now. With a sanitizer
/// or an emulator each limit is five times as long. A case over its limit is named, and ends its
/// process.
void LimitCase(std::chrono::seconds longest);

}  // namespace Azure::Messaging::WebPubSub::Testing
