#pragma once

#if defined(__linux__)

#include <cstddef>
#include <pthread.h>

namespace Azure::Messaging::WebPubSub::Testing {

/// Makes every start of a thread fail for the lifetime of this object, as if the process had too
/// many threads: the default stack size is larger than the memory.
class NoNewThreads {
 public:
  NoNewThreads() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 48);
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
