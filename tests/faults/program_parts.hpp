#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

// What a program has around its clients. It may run out of memory here too.
namespace Azure::Messaging::WebPubSub::Testing {

/// How a call has ended whose callback is waited for.
class Ending {
 public:
  void Come(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    ++times_;
    come_.notify_all();
  }
  void Take() {
    std::unique_lock lock(mutex_);
    come_.wait(lock, [this] { return times_ > 0; });
    if (times_ > 1) throw std::logic_error("a callback was run twice");
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable come_;
  std::exception_ptr failure_;
  int times_ = 0;
};

/// A thread of the program that runs callbacks.
class ExecutorThread {
 public:
  // Never destroyed: the last reference to a client may be in a callback.
  static void Run(std::function<void()> callback) {
    static ExecutorThread* const instance = new ExecutorThread();
    const std::lock_guard lock(instance->mutex_);
    instance->callbacks_.push_back(std::move(callback));
    instance->changed_.notify_all();
  }

 private:
  ExecutorThread() : thread_([this] { Work(); }) {}
  [[noreturn]] void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return !callbacks_.empty(); });
      auto callback = std::move(callbacks_.front());
      callbacks_.pop_front();
      lock.unlock();
      callback();
      callback = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> callbacks_;
  std::thread thread_;
};

/// Ends as many calls as it has seen start.
class Balance final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& /*headers*/) override {
    ++open_;
    const std::string copy(call.ClientRequestId);
  }
  void CallEnded(const CallDescription& /*call*/, const CallProgress& /*progress*/) override {
    --open_;
  }
  static void Check() {
    if (open_ != 0) throw std::logic_error("a call has started and not ended for the observer");
  }

 private:
  static inline std::atomic<int> open_{0};
};

/// A transport of the program's own, which throws for want of memory too.
class OwnTransport : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest& request, const Context& /*context*/) override {
    HttpResponse response(202);
    response.Headers().Set("x-copy-of-a-long-header-name", request.Url());
    return response;
  }
};

/// One that completes on a thread of its own.
class ThreadTransport final : public OwnTransport {
 public:
  void SendAsync(HttpRequest request, Context context, Completion done) override {
    ExecutorThread::Run([this, request = std::move(request), context, done = std::move(done)] {
      std::optional<AttemptOutcome> outcome;
      try {
        outcome = Send(request, context);
      } catch (...) {
        outcome = HttpResponse(202);
      }
      done(*std::move(outcome));
    });
  }
};

class ShortLivedTokens final : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest& /*request*/, const Context& /*context*/) override {
    return {std::string(100, 't'), std::chrono::system_clock::now()};
  }
};

}  // namespace Azure::Messaging::WebPubSub::Testing
