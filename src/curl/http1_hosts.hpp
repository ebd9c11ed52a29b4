#pragma once

#include <mutex>
#include <set>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// The hosts that speak HTTP/1.1 with a client that would use HTTP/2. Used by many threads at once.
/// An origin is a scheme, a host and a port.
class Http1Hosts {
 public:
  /// The host requires HTTP/1.1: it is all that the client may offer.
  void Require(const std::string& origin) { Insert(required_, origin); }
  [[nodiscard]] bool Requires(const std::string& origin) const {
    return Contains(required_, origin);
  }

  /// What the host chose for a connection. It may choose otherwise later.
  void Choose(const std::string& origin, bool isHttp1) {
    if (isHttp1 == Chooses(origin)) return;
    if (isHttp1) return Insert(chosen_, origin);
    const std::lock_guard lock(mutex_);
    chosen_.erase(origin);
  }
  /// Whether it chose or requires HTTP/1.1. Without TLS there is no choice.
  [[nodiscard]] bool Chooses(const std::string& origin) const {
    return origin.compare(0, 5, "http:") == 0 || Contains(chosen_, origin) || Requires(origin);
  }

 private:
  using Origins = std::set<std::string>;

  void Insert(Origins& origins, const std::string& origin) {
    const std::lock_guard lock(mutex_);
    origins.insert(origin);
  }
  [[nodiscard]] bool Contains(const Origins& origins, const std::string& origin) const {
    const std::lock_guard lock(mutex_);
    return origins.count(origin) != 0;
  }

  mutable std::mutex mutex_;
  Origins required_;
  Origins chosen_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
