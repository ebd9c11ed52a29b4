#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/result.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// What futures are made of: not for use by applications.
namespace Detail {

/// What a future needs of the client that it came from, and keeps alive.
class FutureHost {
 public:
  virtual ~FutureHost() = default;
  /// Runs a callback where options.CallbackExecutor says, else here: on the I/O thread already.
  virtual void RunCallback(std::function<void()> callback) = 0;
  /// The same from any thread.
  virtual void PostCallback(std::function<void()> callback) = 0;
  /// Logs a failure that nobody will ever ask for.
  virtual void LogUnseenFailure(const std::exception_ptr& failure) noexcept = 0;

 protected:
  FutureHost() = default;
  FutureHost(const FutureHost&) = default;
  FutureHost& operator=(const FutureHost&) = default;
};

/// @throws std::logic_error on an I/O thread of the library, where waiting would be a deadlock.
AZURE_MESSAGING_WEBPUBSUB_API void RefuseToBlockOnIoThread(const char* what);

/// What a future and the call that fulfils it share.
template <class T>
class FutureState : public std::enable_shared_from_this<FutureState<T>> {
 public:
  explicit FutureState(std::shared_ptr<FutureHost> host) : host_(std::move(host)) {}

  /// Once, on the I/O thread, or before there is a future.
  void Complete(Result<T> result) {
    bool hasContinuation = false;
    bool unseen = false;
    {
      const std::lock_guard lock(mutex_);
      result_.emplace(std::move(result));
      hasContinuation = continuation_ != nullptr;
      unseen = dropped_ && !result_->HasValue();
    }
    completed_.notify_all();  // not under the lock, which a woken thread would wait for again
    if (hasContinuation) {
      host_->RunCallback([state = this->shared_from_this()] { state->Continue(); });
    } else if (unseen) {
      host_->LogUnseenFailure(result_->Exception());
    }
  }

  [[nodiscard]] bool IsReady() const {
    const std::lock_guard lock(mutex_);
    return result_.has_value();
  }

  [[nodiscard]] bool WaitUntil(std::optional<std::chrono::steady_clock::time_point> time) const {
    RefuseToBlockOnIoThread("waiting for a Future");
    std::unique_lock lock(mutex_);
    const auto ready = [this] { return result_.has_value(); };
    if (time) return completed_.wait_until(lock, *time, ready);
    completed_.wait(lock, ready);
    return true;
  }

  /// After a wait.
  const Result<T>& See() {
    const std::lock_guard lock(mutex_);
    seen_ = true;
    return *result_;
  }

  template <class Callback>
  void Then(Callback callback) {
    bool ready = false;
    {
      const std::lock_guard lock(mutex_);
      seen_ = true;
      continuation_ = std::make_unique<CallbackContinuation<Callback>>(std::move(callback));
      ready = result_.has_value();
    }
    if (ready) host_->PostCallback([state = this->shared_from_this()] { state->Continue(); });
  }

  /// The future is gone: nobody will ask any more.
  void Drop() noexcept {
    bool unseen = false;
    {
      const std::lock_guard lock(mutex_);
      dropped_ = !seen_;
      unseen = dropped_ && result_ && !result_->HasValue();
    }
    if (unseen) host_->LogUnseenFailure(result_->Exception());
  }

 private:
  struct Continuation {
    virtual ~Continuation() = default;
    virtual void Run(Result<T> result) = 0;
  };
  template <class Callback>
  struct CallbackContinuation final : Continuation {
    explicit CallbackContinuation(Callback callback) : Function(std::move(callback)) {}
    void Run(Result<T> result) override { Function(std::move(result)); }
    Callback Function;
  };

  // Once: an executor that throws after it has run this is taken for one that has not.
  void Continue() {
    std::unique_ptr<Continuation> continuation;
    {
      const std::lock_guard lock(mutex_);
      continuation.swap(continuation_);
    }
    if (continuation) continuation->Run(*std::move(result_));
  }

  const std::shared_ptr<FutureHost> host_;
  mutable std::mutex mutex_;
  mutable std::condition_variable completed_;
  std::optional<Result<T>> result_;
  std::unique_ptr<Continuation> continuation_;
  bool seen_ = false;
  bool dropped_ = false;
};

}  // namespace Detail

/// The result of a call that goes on in the background. Move-only.
///
///     Future<Response> pending = client.SendToAllAsync("hi");
///     Response done = pending.Get();                                       // wait, or
///     std::move(pending).Then([](Result<Response> result) { use(result); });  // be called, or
///     Response here = co_await client.SendToAllAsync("hi");                // C++20
///
/// A future that is dropped lets its call run; a failure of it is then logged as a warning. A
/// future keeps alive what its callbacks need, so it may outlive its client.
///
/// Members may be called from one thread at a time, as of any other object.
template <class T>
class Future {
 public:
  /// For the library: the future of a call.
  explicit Future(std::shared_ptr<Detail::FutureState<T>> state) : state_(std::move(state)) {}

  /// Takes the call over; the other future is no longer valid.
  Future(Future&&) noexcept = default;
  /// Drops its own call, which goes on, and takes the other over.
  Future& operator=(Future&& other) noexcept {
    if (this != &other) {
      Drop();
      state_ = std::move(other.state_);
    }
    return *this;
  }
  Future(const Future&) = delete;
  Future& operator=(const Future&) = delete;
  ~Future() { Drop(); }

  /// False once the future was moved from, or consumed by Then or co_await: the other members throw
  /// std::logic_error then.
  [[nodiscard]] bool IsValid() const noexcept { return state_ != nullptr; }
  /// Whether the call has ended. Never waits.
  [[nodiscard]] bool IsReady() const { return State().IsReady(); }

  /// Waits for the call's end.
  /// @throws std::logic_error on the library's I/O thread, as Get and AsResult do too.
  void Wait() const { (void)State().WaitUntil(std::nullopt); }
  /// Waits for the call's end, but no longer than `longest`; false if that came first.
  [[nodiscard]] bool WaitFor(std::chrono::nanoseconds longest) const {
    using Clock = std::chrono::steady_clock;
    const auto now = Clock::now();
    constexpr auto End = (Clock::time_point::max)();  // in brackets against Windows' macro
    const bool beyondClock = longest > End - now;
    return State().WaitUntil(
        beyondClock ? End : now + std::chrono::duration_cast<Clock::duration>(longest));
  }

  /// Waits for the call's end and returns its value; may be repeated.
  /// @throws whatever the blocking form of the call throws.
  T Get() const { return AsResult().Value(); }
  /// Waits for the call's end; may be repeated. A failed call is in the result, not thrown.
  [[nodiscard]] Result<T> AsResult() const {
    Wait();
    return State().See();
  }

  /// Calls `callback` with the result, once, on the library's I/O thread or where
  /// options.CallbackExecutor says; also if the call has ended already. Consumes the future.
  /// @param callback takes a `Result<T>`; may be move-only. It must not block on the I/O thread. An
  ///   exception out of it is logged as an error and goes no further.
  template <class Callback>
  void Then(Callback callback) && {
    State();
    const auto state = std::move(state_);
    state->Then(std::move(callback));
  }

 private:
  Detail::FutureState<T>& State() const {
    if (!state_) throw std::logic_error("the Future was moved from or consumed");
    return *state_;
  }
  void Drop() noexcept {
    if (state_) state_->Drop();
  }

  std::shared_ptr<Detail::FutureState<T>> state_;
};

}  // namespace Azure::Messaging::WebPubSub
