#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/result.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// The parts of a future. Not for use by applications.
namespace Detail {

/// What runs once its call has ended.
class Continuation {
 public:
  virtual ~Continuation() = default;
  /// Does nothing the second time.
  virtual void Continue() = 0;

 protected:
  Continuation() = default;
  Continuation(const Continuation&) = default;
  Continuation& operator=(const Continuation&) = default;
};

/// What a future needs from its client, and keeps alive.
class FutureHost {
 public:
  virtual ~FutureHost() = default;
  /// On the I/O thread: runs a callback, here or where options.CallbackExecutor says.
  virtual void RunCallback(std::shared_ptr<Continuation> callback) noexcept = 0;
  /// From any thread: the same, on the I/O thread if there is one.
  /// @throws std::bad_alloc; the callback doesn't run then.
  virtual void PostCallback(std::shared_ptr<Continuation> callback) = 0;
  /// Logs a failure that no future will ever give.
  virtual void LogUnobservedFailure(const std::exception_ptr& failure) noexcept = 0;

 protected:
  FutureHost() = default;
  FutureHost(const FutureHost&) = default;
  FutureHost& operator=(const FutureHost&) = default;
};

/// @throws std::logic_error on an I/O thread of the library, where waiting would be a deadlock.
AZURE_MESSAGING_WEBPUBSUB_API void RefuseToBlockOnIoThread(const char* what);

/// What a future and its call share.
template <class T>
class FutureState final : public Continuation, public std::enable_shared_from_this<FutureState<T>> {
 public:
  explicit FutureState(std::shared_ptr<FutureHost> host) : host_(std::move(host)) {}

  /// Called once, on the I/O thread, or before there is a future.
  void Complete(Result<T> result) noexcept {
    bool hasCallback = false;
    bool unobserved = false;
    {
      const std::lock_guard lock(mutex_);
      result_.emplace(std::move(result));
      hasCallback = callback_ != nullptr;
      unobserved = dropped_ && !result_->HasValue();
    }
    completed_.notify_all();  // without the lock, which the woken thread needs
    if (hasCallback) {
      host_->RunCallback(this->shared_from_this());
    } else if (unobserved) {
      host_->LogUnobservedFailure(result_->Exception());
    }
  }

  [[nodiscard]] bool IsReady() const {
    const std::lock_guard lock(mutex_);
    return result_.has_value();
  }

  void Wait() const {
    RefuseToBlockOnIoThread("waiting for a Future");
    std::unique_lock lock(mutex_);
    completed_.wait(lock, [this] { return result_.has_value(); });
  }
  [[nodiscard]] bool WaitUntil(std::chrono::steady_clock::time_point time) const {
    RefuseToBlockOnIoThread("waiting for a Future");
    std::unique_lock lock(mutex_);
    return completed_.wait_until(lock, time, [this] { return result_.has_value(); });
  }

  /// After a wait: the result, which counts as observed from now on.
  Result<T>& MarkObserved() {
    const std::lock_guard lock(mutex_);
    observed_ = true;
    return *result_;
  }

  template <class Callback>
  void Then(Callback callback) {
    bool ready = false;
    {
      const std::lock_guard lock(mutex_);
      observed_ = true;
      callback_ = std::make_unique<HeldCallback<Callback>>(std::move(callback));
      ready = result_.has_value();
    }
    if (ready) host_->PostCallback(this->shared_from_this());
  }

  /// The future is gone.
  void Drop() noexcept {
    bool unobserved = false;
    {
      const std::lock_guard lock(mutex_);
      dropped_ = !observed_;
      unobserved = dropped_ && result_ && !result_->HasValue();
    }
    if (unobserved) host_->LogUnobservedFailure(result_->Exception());
  }

  // At most once: an executor that throws may have run the callback before, and it is run again.
  void Continue() override {
    std::unique_ptr<AnyCallback> callback;
    {
      const std::lock_guard lock(mutex_);
      callback.swap(callback_);
    }
    if (callback) callback->Run(*std::move(result_));
  }

 private:
  struct AnyCallback {
    virtual ~AnyCallback() = default;
    virtual void Run(Result<T> result) = 0;
  };
  template <class Callback>
  struct HeldCallback final : AnyCallback {
    explicit HeldCallback(Callback callback) : Function(std::move(callback)) {}
    void Run(Result<T> result) override { Function(std::move(result)); }
    Callback Function;
  };

  const std::shared_ptr<FutureHost> host_;
  mutable std::mutex mutex_;
  mutable std::condition_variable completed_;
  std::optional<Result<T>> result_;
  std::unique_ptr<AnyCallback> callback_;
  bool observed_ = false;
  bool dropped_ = false;
};

}  // namespace Detail

/// The result of a call that runs in the background. Move-only.
///
///     Future<Response> pending = client.SendToAllAsync("hi");
///     Response done = pending.Get();                                       // wait, or
///     std::move(pending).Then([](Result<Response> result) { use(result); });  // be called, or
///     Response here = co_await client.SendToAllAsync("hi");                // C++20
///
/// A future that is dropped lets its call run; a failure of the call is then logged as a warning. A
/// future keeps alive what its callbacks need, so it may outlive its client.
///
/// Members may be called from one thread at a time, as those of any other object.
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

  /// False once the future was moved from, or consumed by Then, co_await or Get on a temporary: the
  /// other members throw std::logic_error then.
  [[nodiscard]] bool IsValid() const noexcept { return state_ != nullptr; }
  /// Whether the call has ended. Never waits.
  [[nodiscard]] bool IsReady() const { return State().IsReady(); }

  /// Waits for the call's end.
  /// @throws std::logic_error on the library's I/O thread, as Get and AsResult do too.
  void Wait() const { State().Wait(); }
  /// Waits for the call's end, but no longer than `longest`.
  /// @param longest any duration; a century or more, up to the duration's `max()`, means no limit.
  /// @return false if the call has not ended by then.
  template <class Rep, class Period>
  [[nodiscard]] bool WaitFor(std::chrono::duration<Rep, Period> longest) const {
    return State().WaitUntil(Detail::TimeAfter(longest));
  }

  /// Waits for the call's end and returns its value; may be repeated.
  /// @throws whatever the blocking form of the call throws.
  T Get() const& {
    Wait();
    return State().MarkObserved().Value();
  }
  /// @overload
  /// On a temporary: moves the value out and consumes the future.
  T Get() && {
    Wait();
    const auto state = std::move(state_);
    return std::move(state->MarkObserved()).Value();
  }
  /// Waits for the call's end; may be repeated. A failed call is in the result, not thrown.
  Result<T> AsResult() const {
    Wait();
    return State().MarkObserved();
  }

  /// Calls `callback` with the result, once, on the library's I/O thread or where
  /// options.CallbackExecutor says; also if the call has ended already. Only if no I/O thread can
  /// be started, on the caller's. Never once the process exits. Consumes the future.
  /// @param callback takes a `Result<T>`; may be move-only. It must not block on the I/O thread. An
  ///   exception out of it is logged as an error and goes no further.
  /// @throws std::bad_alloc if there is no memory to keep the callback, which never runs then; the
  ///   call goes on.
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
