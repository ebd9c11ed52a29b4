#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The baselines: the same work done with bare libcurl or bare threads.
namespace Azure::Messaging::WebPubSub::Benchmarks {

/// One easy handle that is set up once. It sends the same bytes as the library does.
class BareHandle {
 public:
  /// @param request must outlive the handle.
  explicit BareHandle(const HttpRequest& request);

  /// Sends the request once. Exits the program if the response isn't 202.
  void Send();
  /// Exits the program if the last response wasn't 202.
  void CheckResponse(CURLcode code) const;
  [[nodiscard]] CURL* Easy() const noexcept { return easy_.get(); }

 private:
  struct FreeEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
  };

  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<CURL, FreeEasy> easy_;
};

/// A minimal loop over `curl_multi` that keeps a number of handles busy.
class BareMulti {
 public:
  BareMulti(const HttpRequest& request, int handles);
  ~BareMulti();
  BareMulti(const BareMulti&) = delete;
  BareMulti& operator=(const BareMulti&) = delete;

  /// Sends the request this many times, with all handles in parallel.
  void Send(int sends);

 private:
  void StartTransfer(BareHandle& handle);

  CURLM* multi_;
  std::vector<std::unique_ptr<BareHandle>> handles_;
};

/// Two threads that pass a token back and forth with a condition variable.
class BareHops {
 public:
  BareHops();
  ~BareHops();
  BareHops(const BareHops&) = delete;
  BareHops& operator=(const BareHops&) = delete;

  void ThereAndBack();

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

/// Like BareHops, but the other thread waits in `curl_multi_poll`, as an event loop does. It is
/// woken by `curl_multi_wakeup` and responds with a condition variable.
class BareWakeUp {
 public:
  BareWakeUp();
  ~BareWakeUp();
  BareWakeUp(const BareWakeUp&) = delete;
  BareWakeUp& operator=(const BareWakeUp&) = delete;

  void ThereAndBack();

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

/// Runs `work` on this many threads at once and waits for all. Each gets its index.
void OnThreads(int threads, const std::function<void(int thread)>& work);

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
