#pragma once

// A call as an operation of Asio: for asio.hpp, and not for use by applications.

#include <azure/messaging/webpubsub/adapters/detail/asio_context.hpp>
#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/result.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// Calls a handler with the result of its call. Asio posts it with the handler's allocator.
template <class T, class Handler>
class AsioCompletion {
 public:
  using allocator_type = Asio::associated_allocator_t<Handler>;
  [[nodiscard]] allocator_type get_allocator() const noexcept {
    return Asio::get_associated_allocator(handler_);
  }

  AsioCompletion(Handler&& handler, Result<T>&& result)
      : handler_(std::move(handler)), result_(std::move(result)) {}

  void operator()() {
    if constexpr (std::is_invocable_v<Handler, std::exception_ptr, T>) {
      const std::exception_ptr failure = result_.Exception();
      // A handler takes a value even beside a failure.
      std::move(handler_)(failure, failure ? T() : std::move(result_).Value());
    } else {
      std::move(handler_)(std::move(result_));
    }
  }

 private:
  Handler handler_;
  Result<T> result_;
};

/// A handler that waits for the result of a call.
template <class T, class Handler>
class AsioCall final : public AsioUse {
  // Without an executor of its own, some versions of Asio have another.
  using HandlerExecutor = Asio::associated_executor_t<Handler, Asio::system_executor>;

 public:
  AsioCall(Handler&& handler, const HandlerExecutor& executor)
      : AsioUse(AsioUsesOf(executor)),
        initiator_(std::this_thread::get_id()),
        waiting_(std::in_place, std::move(handler), executor) {
    Begin();
  }
  explicit AsioCall(Handler&& handler)
      : AsioCall(std::move(handler),
                 Asio::get_associated_executor(handler, Asio::system_executor())) {}
  ~AsioCall() {
    const auto lock = Lock();
    if (End()) Abandon();
  }

  void Abandon() noexcept override { waiting_.reset(); }

  /// From now on, a completion isn't inside of the initiating function any more.
  void EndInitiation() { initiator_ = std::thread::id(); }

  void Complete(Result<T> result) {
    const auto lock = Lock();
    if (!End()) return;
    // Lives until the execution context has the completion as its next work.
    Waiting waiting = *std::move(waiting_);
    waiting_.reset();
    AsioCompletion<T, Handler> completion(std::move(waiting.Function), std::move(result));
    if (IsTracked()) {
      Asio::post(waiting.Work.get_executor(), std::move(completion));
    } else if (initiator_.load() == std::this_thread::get_id()) {
      Asio::post(Asio::system_executor(), std::move(completion));
    } else {
      Asio::dispatch(waiting.Work.get_executor(), std::move(completion));
    }
  }

 private:
  struct Waiting {
    Waiting(Handler&& handler, const HandlerExecutor& executor)
        : Function(std::move(handler)), Work(executor) {}
    Handler Function;
    Asio::executor_work_guard<HandlerExecutor> Work;
  };

  std::atomic<std::thread::id> initiator_;
  std::optional<Waiting> waiting_;
};

/// The context that the handler's cancellation slot cancels: `own`, or else a new one.
template <class Handler>
Context AsioContext(const Handler& handler, const Context& own) {
#if AZURE_MESSAGING_WEBPUBSUB_ASIO_VERSION >= 101900
  auto slot = Asio::get_associated_cancellation_slot(handler);
  if (slot.is_connected()) {
    const Context context = own.CanEnd() ? own : Context::Cancellable();
    slot.assign([context](Asio::cancellation_type type) {
      // Not for `total`, which is only for operations that can be undone.
      constexpr auto Types = Asio::cancellation_type::terminal | Asio::cancellation_type::partial;
      if ((type & Types) != Asio::cancellation_type::none) context.Cancel();
    });
    return context;
  }
#else
  (void)handler;
#endif
  return own;
}

/// Starts a call for a completion handler. What the start throws reaches the handler: Asio's
/// coroutines don't expect exceptions here.
template <class T>
struct AsioInitiation {
  template <class Handler, class Call>
  void operator()(Handler&& handler, Call call, const Context& own) const {
    using Function = std::decay_t<Handler>;
    Function function(std::forward<Handler>(handler));
    const Context context = AsioContext(function, own);
    const auto operation = std::make_shared<AsioCall<T, Function>>(std::move(function));
    try {
      call(context).Then([operation](Result<T> result) { operation->Complete(std::move(result)); });
    } catch (...) {
      operation->Complete(std::current_exception());
    }
    operation->EndInitiation();
  }
};

/// What a completion token's handler takes.
template <class Token, class T, class = void>
struct AsioSignature {
  using Type = void(std::exception_ptr, T);
};
template <class Token, class T>
struct AsioSignature<Token, T,
                     std::enable_if_t<!std::is_invocable_v<Token, std::exception_ptr, T> &&
                                      std::is_void_v<std::invoke_result_t<Token, Result<T>>>>> {
  using Type = void(Result<T>);
};
#if AZURE_MESSAGING_WEBPUBSUB_ASIO_VERSION < 103000
// Before Asio 1.24 (Boost 1.80) it knows no exceptions and takes only what has a default
// constructor; then it doesn't compile with an exception and a value, or, as in Boost 1.83, throws
// an exception that isn't there.
template <class Handler, class T>
struct AsioSignature<Asio::basic_yield_context<Handler>, T> {
  using Type = void(std::optional<Result<T>>);
};
#endif

/// @param own see AsioContext.
template <class T, class Call, class CompletionToken>
auto InitiateAsioCall(Call call, const Context& own, CompletionToken&& token) {
  using Signature = typename AsioSignature<std::decay_t<CompletionToken>, T>::Type;
  if constexpr (std::is_same_v<Signature, void(std::optional<Result<T>>)>) {
    return (*Asio::async_initiate<CompletionToken, Signature>(AsioInitiation<T>(), token,
                                                              std::move(call), own))
        .Value();
  } else {
    return Asio::async_initiate<CompletionToken, Signature>(AsioInitiation<T>(), token,
                                                            std::move(call), own);
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
