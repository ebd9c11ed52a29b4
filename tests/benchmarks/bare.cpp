#include "bare.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>

namespace Azure::Messaging::WebPubSub::Benchmarks {

BareHandle::BareHandle(const HttpRequest& request) : easy_(curl_easy_init()) {
  for (const auto& [name, value] : request.Headers()) {
    curl_slist* const list = curl_slist_append(headers_.get(), (name + ": " + value).c_str());
    (void)headers_.release();
    headers_.reset(list);
  }
  curl_easy_setopt(Easy(), CURLOPT_URL, request.Url().c_str());
  curl_easy_setopt(Easy(), CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(Easy(), CURLOPT_POSTFIELDSIZE, static_cast<long>(request.Body().size()));
  curl_easy_setopt(Easy(), CURLOPT_POSTFIELDS, request.Body().data());
  curl_easy_setopt(Easy(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(Easy(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(Easy(), CURLOPT_PRIVATE, this);
}

void BareHandle::Send() { CheckResponse(curl_easy_perform(Easy())); }

void BareHandle::CheckResponse(CURLcode code) const {
  long status = 0;
  curl_easy_getinfo(Easy(), CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_OK && status == 202) return;
  std::cerr << "a bare handle failed: " << curl_easy_strerror(code) << ", " << status << "\n";
  std::exit(1);
}

BareMulti::BareMulti(const HttpRequest& request, int handles) : multi_(curl_multi_init()) {
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(handles));
  for (int i = 0; i < handles; ++i) handles_.push_back(std::make_unique<BareHandle>(request));
}

BareMulti::~BareMulti() { curl_multi_cleanup(multi_); }

void BareMulti::StartTransfer(BareHandle& handle) { curl_multi_add_handle(multi_, handle.Easy()); }

void BareMulti::Send(int sends) {
  int started = 0;
  for (const auto& handle : handles_) {
    if (started == sends) break;
    StartTransfer(*handle);
    ++started;
  }
  for (int ended = 0; ended < sends;) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      CURL* const easy = message->easy_handle;
      const CURLcode result = message->data.result;
      BareHandle* handle = nullptr;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, &handle);
      handle->CheckResponse(result);
      curl_multi_remove_handle(multi_, easy);
      ++ended;
      if (started < sends) {
        StartTransfer(*handle);
        ++started;
      }
    }
    if (ended < sends) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
  }
}

struct BareHops::Shared {
  enum class Token { Here, There, Gone };

  std::mutex Mutex;
  std::condition_variable Moved;
  Token Place = Token::Here;
  std::thread There;

  void Move(Token place) {
    {
      const std::lock_guard lock(Mutex);
      Place = place;
    }
    Moved.notify_all();
  }
  void WaitUntilItIsHere() {
    std::unique_lock lock(Mutex);
    Moved.wait(lock, [this] { return Place == Token::Here; });
  }
  bool WaitUntilItIsThere() {
    std::unique_lock lock(Mutex);
    Moved.wait(lock, [this] { return Place != Token::Here; });
    return Place == Token::There;
  }
};

BareHops::BareHops() : shared_(std::make_unique<Shared>()) {
  shared_->There = std::thread([shared = shared_.get()] {
    while (shared->WaitUntilItIsThere()) shared->Move(Shared::Token::Here);
  });
}

BareHops::~BareHops() {
  shared_->Move(Shared::Token::Gone);
  shared_->There.join();
}

void BareHops::ThereAndBack() {
  shared_->Move(Shared::Token::There);
  shared_->WaitUntilItIsHere();
}

struct BareWakeUp::Shared {
  CURLM* const Multi = curl_multi_init();
  std::atomic<bool> Requested{false};
  std::atomic<bool> Gone{false};
  std::mutex Mutex;
  std::condition_variable Responded;
  bool HasResponded = false;
  std::thread There;

  void Serve() {
    while (!Gone) {
      curl_multi_poll(Multi, nullptr, 0, 1000, nullptr);
      if (!Requested.exchange(false)) continue;
      {
        const std::lock_guard lock(Mutex);
        HasResponded = true;
      }
      Responded.notify_all();
    }
  }
};

BareWakeUp::BareWakeUp() : shared_(std::make_unique<Shared>()) {
  shared_->There = std::thread([shared = shared_.get()] { shared->Serve(); });
}

BareWakeUp::~BareWakeUp() {
  shared_->Gone = true;
  curl_multi_wakeup(shared_->Multi);
  shared_->There.join();
  curl_multi_cleanup(shared_->Multi);
}

void BareWakeUp::ThereAndBack() {
  shared_->Requested = true;
  curl_multi_wakeup(shared_->Multi);
  std::unique_lock lock(shared_->Mutex);
  shared_->Responded.wait(lock, [this] { return shared_->HasResponded; });
  shared_->HasResponded = false;
}

void OnThreads(int threads, const std::function<void(int thread)>& work) {
  std::vector<std::thread> running;
  running.reserve(static_cast<std::size_t>(threads));
  for (int thread = 0; thread < threads; ++thread) running.emplace_back(work, thread);
  for (std::thread& thread : running) thread.join();
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
