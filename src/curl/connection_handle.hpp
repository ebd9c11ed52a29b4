#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// An easy handle with a multi handle of its own, and so with connections of its own: a wake-up of
/// the multi interrupts whatever the easy handle is doing, and no connection is ever shared by
/// threads.
class ConnectionHandle {
 public:
  ConnectionHandle();

  [[nodiscard]] CURL* Easy() const noexcept { return easy_.get(); }
  [[nodiscard]] CURLM* Multi() const noexcept { return multi_.get(); }

 private:
  struct FreeEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
  };
  struct FreeMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
  };

  // The easy handle goes first: it may still belong to the multi handle.
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::unique_ptr<CURL, FreeEasy> easy_;
};

/// Keeps idle handles for later calls; last in, first out, so that the warmest connection is used
/// first.
class HandlePool {
 public:
  /// @param mostIdle more than these are closed when they come back.
  explicit HandlePool(std::size_t mostIdle) : mostIdle_(mostIdle) {}

  std::unique_ptr<ConnectionHandle> Take();
  void GiveBack(std::unique_ptr<ConnectionHandle> handle);

 private:
  const std::size_t mostIdle_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<ConnectionHandle>> idle_;
};

}  // namespace Azure::Messaging::WebPubSub
