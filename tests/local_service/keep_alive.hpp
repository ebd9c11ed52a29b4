#pragma once

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

#include "local_service/socket_stream.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Pings a client that has been silent for an interval, and gives it up after another one. Beast's
/// own timeout would give up a client from which the service doesn't read for a while.
class KeepAlive {
 public:
  KeepAlive(const SocketStream::executor_type& executor, std::chrono::milliseconds interval)
      : timer_(executor), interval_(interval) {}

  /// @param owner of this; the callbacks are called as long as it lives.
  void Start(std::weak_ptr<void> owner, std::function<void()> ping, std::function<void()> giveUp) {
    owner_ = std::move(owner);
    ping_ = std::move(ping);
    giveUp_ = std::move(giveUp);
    Wait();
  }

  /// The client has sent something.
  void NoteActivity() { silentFor_ = 0; }
  /// While it is paused, a client may be silent.
  void Pause(bool isPaused) {
    isPaused_ = isPaused;
    silentFor_ = 0;
  }

 private:
  void Wait() {
    timer_.expires_after(interval_);
    timer_.async_wait([this, weak = owner_](const boost::system::error_code& stopped) {
      const auto owner = weak.lock();
      if (!stopped && owner) OnInterval();
    });
  }

  void OnInterval() {
    if (!isPaused_ && ++silentFor_ > 1) return giveUp_();
    if (!isPaused_) ping_();
    Wait();
  }

  boost::asio::steady_timer timer_;
  std::weak_ptr<void> owner_;
  std::chrono::milliseconds interval_;
  std::function<void()> ping_;
  std::function<void()> giveUp_;
  int silentFor_ = 0;
  bool isPaused_ = false;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
