#pragma once

// Futures in coroutines, for C++20 and later; empty before.
//
//     Response here = co_await client.SendToAllAsync("hi");

#if defined(__cpp_impl_coroutine)

#include <azure/messaging/webpubsub/future.hpp>

#include <coroutine>
#include <optional>
#include <utility>

namespace Azure::Messaging::WebPubSub {

namespace Detail {

/// Suspends a coroutine until a call has ended.
template <class T>
class FutureAwaiter {
 public:
  explicit FutureAwaiter(Future<T> future) : future_(std::move(future)) {}

  // Always suspends, so that the coroutine resumes on options.CallbackExecutor even if the call has
  // ended already.
  [[nodiscard]] bool await_ready() const noexcept { return false; }

  void await_suspend(std::coroutine_handle<> coroutine) {
    // Moved out of this object first: another thread may resume the coroutine, and so destroy this
    // object, before Then returns.
    Future<T> future = std::move(future_);
    std::move(future).Then([this, coroutine](Result<T> result) {
      result_.emplace(std::move(result));
      coroutine.resume();
    });
  }

  T await_resume() { return (*std::move(result_)).Value(); }

 private:
  Future<T> future_;
  std::optional<Result<T>> result_;
};

}  // namespace Detail

/// Suspends the coroutine until the call has ended, and resumes it on the library's I/O thread or
/// on options.CallbackExecutor. Returns the value, or throws what the blocking form throws.
template <class T>
Detail::FutureAwaiter<T> operator co_await(Future<T>&& future) {
  return Detail::FutureAwaiter<T>(std::move(future));
}

}  // namespace Azure::Messaging::WebPubSub

#endif
