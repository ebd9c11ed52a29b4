#pragma once

#include <functional>
#include <thread>

namespace Azure::Messaging::WebPubSub {

/// Starts a thread of the library's own: it has a name, and takes no signals, so that those of the
/// process go to the application's threads.
/// @param name up to 15 characters.
std::thread StartThread(const char* name, std::function<void()> body);

}  // namespace Azure::Messaging::WebPubSub
