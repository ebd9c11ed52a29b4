#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace Azure::Messaging::WebPubSub::Testing {

/// Lets any number of threads in, unless it is closed.
class Gate {
 public:
  void Acquire() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return isOpen_; });
    ++inside_;
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    --inside_;
    changed_.notify_all();
  }

  /// Keeps the gate closed while it lives. Its constructor returns once nobody is inside.
  class Closed {
   public:
    explicit Closed(Gate& gate) : gate_(gate) {
      std::unique_lock lock(gate_.mutex_);
      gate_.isOpen_ = false;
      gate_.changed_.wait(lock, [this] { return gate_.inside_ == 0; });
    }
    ~Closed() {
      const std::lock_guard lock(gate_.mutex_);
      gate_.isOpen_ = true;
      gate_.changed_.notify_all();
    }
    Closed(const Closed&) = delete;
    Closed& operator=(const Closed&) = delete;

   private:
    Gate& gate_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool isOpen_ = true;
  std::size_t inside_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
