#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

// What an application may plug in, and what throws from time to time here.
namespace Azure::Messaging::WebPubSub::Testing {

inline std::mt19937& Random() {
  thread_local std::mt19937 random(std::random_device{}());
  return random;
}

inline bool OneIn(int times) { return std::uniform_int_distribution<int>(1, times)(Random()) == 1; }

/// Runs tasks on a thread of its own. Sometimes it throws instead, or as well.
class ThrowingExecutor {
 public:
  ThrowingExecutor() : thread_([this] { Run(); }) {}
  ~ThrowingExecutor() {
    Post(nullptr);
    thread_.join();
  }
  ThrowingExecutor(const ThrowingExecutor&) = delete;
  ThrowingExecutor& operator=(const ThrowingExecutor&) = delete;

  void Execute(std::function<void()> task) {
    if (OneIn(8)) throw std::runtime_error("no room for a task");
    Post(std::move(task));
    if (OneIn(8)) throw std::runtime_error("after the task was taken");
  }

 private:
  void Post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    added_.notify_one();
  }
  void Run() {
    while (true) {
      std::unique_lock lock(mutex_);
      added_.wait(lock, [this] { return !tasks_.empty(); });
      const auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      if (!task) return;
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable added_;
  std::deque<std::function<void()>> tasks_;
  std::thread thread_;
};

class ThrowingObserver final : public CallObserver {
 public:
  void CallStarted(const CallDescription&, HttpHeaders& headers) override {
    headers.Set("traceparent", "00-1-2-01");
    if (OneIn(10)) throw std::runtime_error("CallStarted");
  }
  void AttemptStarted(const CallDescription& call, int attempt, HttpHeaders& headers) override {
    const auto* const caller = static_cast<const std::thread::id*>(call.CallerContext);
    std::ostringstream state;
    if (caller != nullptr) state << "caller=" << *caller;
    headers.Set("tracestate", state.str());
    headers.Set("traceparent", "00-1-" + std::to_string(attempt) + "-01");
    if (OneIn(10)) throw std::runtime_error("AttemptStarted");
  }
  void AttemptEnded(const CallDescription&, const CallProgress&) override {
    if (OneIn(10)) throw std::runtime_error("AttemptEnded");
  }
  void CallEnded(const CallDescription&, const CallProgress&) override {
    if (OneIn(10)) throw std::runtime_error("CallEnded");
  }
  std::shared_ptr<const void> CaptureCallerContext() override {
    if (OneIn(10)) throw std::runtime_error("CaptureCallerContext");
    return std::make_shared<const std::thread::id>(std::this_thread::get_id());
  }
};

}  // namespace Azure::Messaging::WebPubSub::Testing
