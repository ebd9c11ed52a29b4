#include <azure/messaging/webpubsub/future.hpp>

#include <stdexcept>
#include <string>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub {

void Detail::RefuseToBlockOnIoThread(const char* what) {
  if (EventLoop::IsAnyThread()) {
    throw std::logic_error(std::string(what) +
                           " on the library's I/O thread would be a deadlock; use the asynchronous "
                           "form, or options.CallbackExecutor");
  }
}

}  // namespace Azure::Messaging::WebPubSub
