#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The floors: what libcurl, and the threads of the system, take for the same work by themselves.
namespace Azure::Messaging::WebPubSub::Benchmarks {

/// One easy handle that is set up once, with the headers and the body of a request of the
/// library's, to the byte.
class BareHandle {
 public:
  /// @param request outlives the handle.
  explicit BareHandle(const HttpRequest& request);

  /// Sends it once. Ends the program if it isn't answered with 202.
  void Send();
  /// Ends the program if the last answer wasn't 202.
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

/// The shortest loop over `curl_multi` that keeps some handles busy.
class BareMulti {
 public:
  BareMulti(const HttpRequest& request, int handles);
  ~BareMulti();
  BareMulti(const BareMulti&) = delete;
  BareMulti& operator=(const BareMulti&) = delete;

  /// Sends it so many times, as many at once as there are handles.
  void Send(int sends);

 private:
  void Begin(BareHandle& handle);

  CURLM* multi_;
  std::vector<std::unique_ptr<BareHandle>> handles_;
};

/// Two threads that hand a token to and fro: one hop there, one hop back.
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

/// The same with a thread that waits in `curl_multi_poll`, as one does that has sockets to watch:
/// woken by `curl_multi_wakeup`, it answers as above.
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

/// Runs `work` on so many threads at once, with the number of each, and waits for all.
void OnThreads(int threads, const std::function<void(int thread)>& work);

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
