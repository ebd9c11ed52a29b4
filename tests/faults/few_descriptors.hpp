#pragma once

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>

namespace Azure::Messaging::WebPubSub::Testing {

/// Lets the process open so many descriptors more, for the lifetime of this object.
class FewDescriptors {
 public:
  explicit FewDescriptors(int left) {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    for (few.rlim_cur = 0; left > 0; ++few.rlim_cur) {
      const bool isFree = fcntl(static_cast<int>(few.rlim_cur), F_GETFD) < 0 && errno == EBADF;
      if (isFree) --left;
    }
    setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;

 private:
  rlimit before_{};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
