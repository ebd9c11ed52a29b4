#pragma once

#include <azure/messaging/webpubsub/future.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "auth/access_key.hpp"
#include "client/hub_address.hpp"
#include "pipeline/async_driver.hpp"
#include "pipeline/blocking_driver.hpp"
#include "pipeline/failures.hpp"

namespace Azure::Messaging::WebPubSub {

/// What a function returns or throws.
template <class Value, class Function>
Result<Value> ResultOf(Function function) {
  try {
    return function();
  } catch (...) {
    return std::current_exception();
  }
}

/// What the copies of a client share, and the two ways to make a call of an operation and a reader
/// of its answer.
struct ClientState : std::enable_shared_from_this<ClientState> {
  HubAddress Address;
  WebPubSub::Pipeline Pipeline;
  /// Signs client tokens; nothing with a token credential.
  std::optional<AccessKeySigner> Signer;

  /// On the caller's thread.
  template <class Read>
  auto Call(Operation operation, const Context& context, Read read) const {
    Detail::RefuseToBlockOnIoThread("a blocking call");
    return read(CallBlocking(Pipeline, std::move(operation), context));
  }

  /// In the background.
  template <class Read>
  auto Start(Operation operation, const Context& context, Read read) const {
    using Value = decltype(read(std::declval<CallResult>()));
    const std::size_t bytes = operation.Request.Body().size();
    return StartCounted<Value>(operation, bytes, context, [&](auto done) {
      Begin(std::move(operation), context, std::move(read), std::move(done));
    });
  }

  /// Begins something that counts as one call, if there is room for it.
  /// @param operation in whose name it is refused.
  /// @param begin given what to tell the Result to.
  template <class Value, class BeginIt>
  Future<Value> StartCounted(const Operation& operation, std::size_t bytes, const Context& context,
                             BeginIt begin) const {
    auto state = std::make_shared<Detail::FutureState<Value>>(Pipeline.Runtime);
    if (auto refused = Admit(operation, bytes, context)) {
      state->Complete(std::move(refused));
    } else {
      const auto done = [state, bytes, &limit = Pipeline.Runtime->Limit()](Result<Value> result) {
        limit.Leave(bytes);
        state->Complete(std::move(result));
        limit.Settle();
      };
      try {
        begin(done);
      } catch (...) {  // the loop's thread could not be started
        done(std::current_exception());
      }
    }
    return Future<Value>(std::move(state));
  }

  /// In the background, for a call that is counted already.
  /// @param done told the Result on the I/O thread.
  template <class Read, class Done>
  void Begin(Operation operation, const Context& context, Read read, Done done) const {
    using Value = decltype(read(std::declval<CallResult>()));
    CallAsync({shared_from_this(), &Pipeline}, std::move(operation), context,
              [read = std::move(read), done = std::move(done)](CallMachine& call) {
                done(ResultOf<Value>([&] { return read(call.Take()); }));
              });
  }

  /// A future that is ready already.
  template <class Value>
  Future<Value> Ready(Value value) const {
    auto state = std::make_shared<Detail::FutureState<Value>>(Pipeline.Runtime);
    state->Complete(std::move(value));
    return Future<Value>(std::move(state));
  }

  /// Counts a call, or says why it can't be made; waits for room where the options say so.
  [[nodiscard]] std::exception_ptr Admit(const Operation& operation, std::size_t bytes,
                                         const Context& context) const;
};

}  // namespace Azure::Messaging::WebPubSub
