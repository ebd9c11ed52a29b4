#pragma once

#include <mutex>
#include <set>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// The hosts that require HTTP/1.1 of a client that would use HTTP/2. Used by many threads at once.
class Http1Hosts {
 public:
  /// @param origin the scheme, the host and the port.
  void Add(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    origins_.insert(origin);
  }
  [[nodiscard]] bool Contains(const std::string& origin) const {
    const std::lock_guard lock(mutex_);
    return origins_.count(origin) != 0;
  }

 private:
  mutable std::mutex mutex_;
  std::set<std::string> origins_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
