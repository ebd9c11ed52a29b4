#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace Azure::Messaging::WebPubSub::Testing {

/// A transport with its own asynchronous form, which holds every request until the test ends it. It
/// ignores contexts.
class HeldTransport final : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest& /*request*/, const Context& /*context*/) override {
    return HttpResponse(202);
  }

  void SendAsync(HttpRequest request, Context /*context*/, Completion done) override {
    {
      const std::lock_guard lock(mutex_);
      held_.emplace_back(std::move(request), std::move(done));
    }
    changed_.notify_all();
  }

  /// Waits until at least `count` requests are held.
  void WaitFor(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_.size() >= count; });
  }
  [[nodiscard]] std::size_t Held() {
    const std::lock_guard lock(mutex_);
    return held_.size();
  }

  /// Waits until a request is held, ends the oldest one with `outcome`, and returns it.
  HttpRequest End(AttemptOutcome outcome = HttpResponse(202)) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !held_.empty(); });
    auto [request, done] = std::move(held_.front());
    held_.pop_front();
    lock.unlock();
    done(std::move(outcome));
    return std::move(request);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<HttpRequest, Completion>> held_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
