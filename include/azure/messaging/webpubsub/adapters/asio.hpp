#pragma once

// An adapter for Asio: Boost.Asio from Boost 1.74 on, or Asio 1.22 or later without Boost, where
// ASIO_STANDALONE is defined or there is no Boost. One program must not use both. Include it where
// Asio is available: the library doesn't depend on it, and no other public header includes it.

#include <azure/messaging/webpubsub/adapters/detail/asio_call.hpp>
#include <azure/messaging/webpubsub/adapters/detail/asio_context.hpp>
#include <azure/messaging/webpubsub/async_pageable.hpp>
#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/options.hpp>
#include <azure/messaging/webpubsub/pageable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace Azure::Messaging::WebPubSub {

namespace Detail {

template <class T>
T ValueOfFuture(const Future<T>*);
template <class T>
T ValueOfPages(const AsyncPageable<T>*);

/// Posts callbacks.
template <class AsioExecutor>
class AsioPoster final : public AsioUse {
 public:
  explicit AsioPoster(const AsioExecutor& executor)
      : AsioUse(AsioUsesOf(executor)), executor_(executor) {
    Begin();
  }
  ~AsioPoster() {
    const auto lock = Lock();
    if (End()) Abandon();
  }

  void Abandon() noexcept override { executor_.reset(); }

  void Post(std::function<void()> task) const {
    const auto lock = Lock();
    if (executor_) Asio::post(*executor_, std::move(task));
  }

 private:
  std::optional<AsioExecutor> executor_;
};

}  // namespace Detail

/// Starts a call and completes it as an asynchronous operation of Asio, with any completion token:
///
///     Response sent = co_await AsyncCall(
///         [&](const Context& context) {
///           return client.SendToGroupAsync("room", "hi", {}, context);
///         },
///         asio::use_awaitable);
///
/// The completion signature is `void(std::exception_ptr, T)`, as that of Asio's own `co_spawn`: a
/// coroutine, a `std::future` or a `yield_context` throws the exceptions of the library, such as
/// RequestFailedException, and returns the value. A callback may also take a `Result<T>`, as those
/// of Future::Then do, whose Error() says what failed:
///
///     AsyncCall(client.SendToUserAsync("ann", "hi"), [](Result<Response> sent) {
///       if (!sent) report(sent.Error()->what(), sent.Error()->Attempts());
///     });
///
/// The handler runs on its associated executor, which has work until then, and is never called
/// inside of this function. Without an associated executor, it runs where those of Future::Then do.
/// If the execution context is destroyed first, it destroys the handler, and the call goes on.
///
/// @param call takes a `const Context&` and returns the Future of the call that it starts. Called
///   when the operation starts, which `use_awaitable` and `deferred` put off. Its exceptions reach
///   the handler. The context is cancelled by the handler's cancellation slot (Asio 1.19, Boost
///   1.77; types `terminal` and `partial`), after which the call ends with
///   OperationCancelledException; for a deadline, pass on `Context::WithTimeout(time, context)`.
///   Captured by value, GCC 12 frees it twice if it is a temporary in a co_await expression:
///   capture by reference there, or give the lambda a name.
/// @param token a completion token, or a completion handler.
/// @return what the token makes of it, for example an awaitable of the value.
template <class Call, class CompletionToken>
auto AsyncCall(Call&& call, CompletionToken&& token) {
  using Started = std::invoke_result_t<std::decay_t<Call>&, const Context&>;
  using T = decltype(Detail::ValueOfFuture(static_cast<const Started*>(nullptr)));
  return Detail::InitiateAsioCall<T>(std::forward<Call>(call), Context(),
                                     std::forward<CompletionToken>(token));
}

/// Completes a call that has started, which no cancellation slot ends:
///
///     Response sent = co_await AsyncCall(client.SendToAllAsync("hi"), asio::use_awaitable);
///
/// @param future the call's.
/// @param token see above.
/// @return see above.
template <class T, class CompletionToken>
auto AsyncCall(Future<T>&& future, CompletionToken&& token) {
  return Detail::InitiateAsioCall<T>(
      [future = std::move(future)](const Context& /*context*/) mutable {
        return std::move(future);
      },
      Context(), std::forward<CompletionToken>(token));
}

/// A list whose pages are fetched one by one:
///
///     AsyncPages pages([&](const Context& context) {
///       return client.ListConnectionsInGroupAsync("room", {}, context);
///     });
///     while (auto page = co_await pages.Next(asio::use_awaitable)) use(page->Values);
///
/// To be used from one thread or strand at a time.
template <class T>
class AsyncPages {
 public:
  /// @param list takes a `const Context&` and returns the AsyncPageable. Called at once.
  /// @throws what `list` throws.
  template <class List>
  explicit AsyncPages(List list) : pages_(list(context_)) {}

  /// Fetches the next page; nothing after the last one. After a failure, fetches the same page
  /// again. To be called once the page before has come.
  /// @param token see AsyncCall. A cancellation ends the list: its later pages fail with
  ///   OperationCancelledException too. A new list may go on at Page::ContinuationToken.
  /// @return what the token makes of a `std::optional<Page<T>>`. This object must be there, and not
  ///   be moved, when the operation starts.
  template <class CompletionToken>
  auto Next(CompletionToken&& token) {
    return Detail::InitiateAsioCall<std::optional<Page<T>>>(
        [this](const Context& /*context*/) { return pages_.Next(); }, context_,
        std::forward<CompletionToken>(token));
  }

 private:
  Context context_ = Context::Cancellable();
  AsyncPageable<T> pages_;
};

/// The pages of what a function returns.
template <class List>
AsyncPages(List) -> AsyncPages<decltype(Detail::ValueOfPages(
    static_cast<const std::invoke_result_t<List&, const Context&>*>(nullptr)))>;

/// An executor of Asio as WebPubSubServiceClientOptions::CallbackExecutor:
///
///     options.CallbackExecutor = PostTo(io.get_executor());
///
/// The callbacks count as work of the execution context once their calls have ended, and not
/// before. Those that come after it has been destroyed are destroyed too.
/// @param executor of an `io_context`, a `thread_pool`, a `strand`, or an `any_io_executor`.
template <class AsioExecutor>
Executor PostTo(const AsioExecutor& executor) {
  return [poster = std::make_shared<Detail::AsioPoster<AsioExecutor>>(executor)](
             std::function<void()> task) { poster->Post(std::move(task)); };
}

}  // namespace Azure::Messaging::WebPubSub
