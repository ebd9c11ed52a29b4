#pragma once

#include <coroutine>
#include <exception>
#include <future>
#include <utility>

namespace Azure::Messaging::WebPubSub::Testing {

/// A coroutine that starts at once. Wait() blocks until it ends and rethrows its exception.
class Task {
 public:
  struct promise_type {
    std::promise<void> Done;
    Task get_return_object() { return Task(Done.get_future()); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { Done.set_value(); }
    void unhandled_exception() { Done.set_exception(std::current_exception()); }
  };

  void Wait() { done_.get(); }

 private:
  explicit Task(std::future<void> done) : done_(std::move(done)) {}
  std::future<void> done_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
