#pragma once

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>

namespace Azure::Messaging::WebPubSub::Testing {

/// Lets the process have so many descriptors, for the lifetime of this object.
class SoftLimit {
 public:
  explicit SoftLimit(rlim_t descriptors) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit limit{descriptors, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  ~SoftLimit() { setrlimit(RLIMIT_NOFILE, &before_); }
  SoftLimit(const SoftLimit&) = delete;
  SoftLimit& operator=(const SoftLimit&) = delete;

 private:
  rlimit before_{};
};

/// Lets the process open so many descriptors more, for the lifetime of this object.
class FewDescriptors {
 public:
  explicit FewDescriptors(int left) : limit_(HighestWith(left)) {}

 private:
  static rlim_t HighestWith(int left) {
    int descriptor = 0;
    for (; left > 0; ++descriptor) {
      const bool isFree = fcntl(descriptor, F_GETFD) < 0 && errno == EBADF;
      if (isFree) --left;
    }
    return static_cast<rlim_t>(descriptor);
  }

  const SoftLimit limit_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
