#include "runtime/this_process.hpp"

#if !defined(_WIN32)
#include <unistd.h>
#endif

namespace Azure::Messaging::WebPubSub {

std::intmax_t ThisProcess() noexcept {
#if defined(_WIN32)
  return 0;
#else
  return getpid();
#endif
}

}  // namespace Azure::Messaging::WebPubSub
