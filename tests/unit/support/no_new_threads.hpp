#pragma once

#if defined(__linux__)

#include <cstddef>
#include <limits>
#include <pthread.h>

namespace Azure::Messaging::WebPubSub::Testing {

/// Makes every start of a thread fail for the lifetime of this object, as if the process had too
/// many threads: the default stack is larger than any address space has room for.
class NoNewThreads {
 public:
  NoNewThreads() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    constexpr std::size_t RoomForGuard = std::size_t{1} << 20;
    pthread_attr_setstacksize(&huge, std::numeric_limits<std::size_t>::max() - RoomForGuard);
    pthread_setattr_default_np(&huge);
    pthread_attr_destroy(&huge);
  }
  ~NoNewThreads() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }
  NoNewThreads(const NoNewThreads&) = delete;
  NoNewThreads& operator=(const NoNewThreads&) = delete;

 private:
  pthread_attr_t before_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
