#pragma once

#include <azure/messaging/webpubsub/future.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "auth/access_key.hpp"
#include "client/requests.hpp"
#include "pipeline/drivers.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What a function returns or throws.
template <class Value, class Function>
Result<Value> ResultOf(Function function) {
  try {
    return function();
  } catch (...) {
    return std::current_exception();
  }
}

/// What the copies of a client share, and the two ways to make a call of an operation. The clients
/// of several hubs share all of it but the address.
struct ClientState : std::enable_shared_from_this<ClientState> {
  ClientState(HubAddress address, Detail::Pipeline pipeline, std::optional<AccessKey> key)
      : Address(std::move(address)), Pipeline(std::move(pipeline)), Key(std::move(key)) {}

  HubAddress Address;
  Detail::Pipeline Pipeline;
  /// Signs client tokens; nothing with a token credential.
  std::optional<AccessKey> Key;

  /// The same for another hub.
  /// @throws std::invalid_argument for a bad hub.
  [[nodiscard]] std::shared_ptr<const ClientState> WithHub(std::string_view hub) const;

  /// Blocking, on the caller's thread.
  template <class T>
  T Call(Operation<T> operation, const Context& context) const {
    RefuseToBlockOnIoThread("a blocking call");
    const auto read = std::move(operation.Read);
    operation.CallerContext = CaptureCallerContext();
    return read(CallBlocking(Pipeline, std::move(operation), WithCallTimeout(context)));
  }

  /// Asynchronous, on the event loop.
  template <class T>
  Future<T> Start(Operation<T> operation, const Context& context) const {
    const std::size_t bytes = operation.Request.Body().size();
    const Context limited = WithCallTimeout(context);
    operation.CallerContext = CaptureCallerContext();
    return StartCounted<T>(operation, bytes, limited, [&](auto done) {
      StartUncounted(std::move(operation), limited, std::move(done));
    });
  }

  /// Starts something that counts as one call, if there is room for it.
  /// @param operation named if it is refused.
  /// @param start receives the function that completes the future with a Result.
  template <class T, class StartIt>
  Future<T> StartCounted(const OperationRequest& operation, std::size_t bytes,
                         const Context& context, StartIt start) const {
    auto state = std::make_shared<FutureState<T>>(Pipeline.Runtime);
    if (auto refused = Admit(operation, bytes, context)) {
      state->Complete(std::move(refused));
    } else {
      const auto done = [state, bytes,
                         &limit = Pipeline.Runtime->Limit()](Result<T> result) noexcept {
        limit.Release(bytes);
        state->Complete(std::move(result));
        limit.MarkIdle();
      };
      try {
        start(done);
      } catch (...) {  // out of memory
        done(std::current_exception());
      }
    }
    return Future<T>(std::move(state));
  }

  /// The same for a call that is counted already.
  /// @param done receives the Result on the I/O thread; must not throw.
  template <class T, class Done>
  void StartUncounted(Operation<T>&& operation, const Context& context, Done done) const {
    auto read = std::move(operation.Read);
    CallAsync({shared_from_this(), &Pipeline}, std::move(operation), context,
              [this, read = std::move(read), done = std::move(done)](CallMachine& call) noexcept {
                if (call.Failure()) {  // to throw it would cost more than the rest of its call
                  done(call.Failure());
                } else if (call.ResponseBytes() <= LargestReadOnLoop) {
                  done(ResultOf<T>([&] { return read(call.Take()); }));
                } else {
                  ReadOnWorker<T>(call, read, done);
                }
              });
  }

  /// A future that is ready already.
  template <class T>
  Future<T> Ready(T value) const {
    auto state = std::make_shared<FutureState<T>>(Pipeline.Runtime);
    state->Complete(std::move(value));
    return Future<T>(std::move(state));
  }

  /// The context of a call that starts now, with the deadline that the options set.
  [[nodiscard]] Context WithCallTimeout(const Context& context) const;

  /// What the observer keeps of the thread that makes a call; null without an observer.
  [[nodiscard]] std::shared_ptr<const void> CaptureCallerContext() const noexcept;

  /// Counts a call, or returns why it can't be made; waits for room where the options say so.
  [[nodiscard]] std::exception_ptr Admit(const OperationRequest& operation, std::size_t bytes,
                                         const Context& context) const;

 private:
  // Reading takes about 10 ns a byte; the calls of the loop must end within 50 ms of their
  // deadlines.
  static constexpr std::size_t LargestReadOnLoop = std::size_t{256} * 1024;

  /// A large response, which a worker reads and the loop completes.
  template <class T, class Done>
  class LargeReading final : public LoopTask {
   public:
    LargeReading(std::shared_ptr<const ClientState> client, CallResult response,
                 std::function<T(CallResult)> read, Done done)
        : client_(std::move(client)),
          response_(std::move(response)),
          read_(std::move(read)),
          done_(std::move(done)) {}

    void Read() noexcept {
      result_.emplace(ResultOf<T>([this] { return read_(std::move(response_)); }));
    }
    void Run() noexcept override { done_(*std::move(result_)); }

    [[nodiscard]] EventLoop& Loop() const { return client_->Pipeline.Runtime->Loop(); }

   private:
    const std::shared_ptr<const ClientState> client_;
    CallResult response_;
    const std::function<T(CallResult)> read_;
    const Done done_;
    std::optional<Result<T>> result_;
  };

  template <class T, class Done>
  void ReadOnWorker(CallMachine& call, const std::function<T(CallResult)>& read,
                    const Done& done) const noexcept {
    std::shared_ptr<LargeReading<T, Done>> reading;
    try {
      reading =
          std::make_shared<LargeReading<T, Done>>(shared_from_this(), call.Take(), read, done);
    } catch (...) {
      return done(std::current_exception());
    }
    try {
      Pipeline.Runtime->Readers().Run([reading] {
        reading->Read();
        if (!reading->Loop().Post(reading)) reading->Run();  // the process is exiting
      });
    } catch (...) {  // no thread could be started
      reading->Read();
      reading->Run();
    }
  }
};

}  // namespace Azure::Messaging::WebPubSub::Detail
