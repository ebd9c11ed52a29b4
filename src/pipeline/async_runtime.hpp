#pragma once

#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/limit_options.hpp>

#include <functional>
#include <memory>

#include "core/log.hpp"
#include "pipeline/call_limit.hpp"
#include "pipeline/live_calls.hpp"
#include "pipeline/pending_callback.hpp"
#include "runtime/event_loop.hpp"
#include "runtime/worker_pool.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What the asynchronous calls of a client run on: its event loop, its readers, the count of its
/// calls, and the executor of its callbacks. Shared by the client's copies, calls and futures.
class AsyncRuntime final : public FutureHost {
 public:
  using Executor = std::function<void(std::function<void()>)>;

  /// @param executor runs callbacks; null for the loop's thread.
  /// @param io of the transport; may be null.
  AsyncRuntime(const LimitOptions& limits, Executor executor, Log log,
               std::shared_ptr<EventLoopIo> io);

  [[nodiscard]] EventLoop& Loop() noexcept { return loop_; }
  /// For large responses, whose reading would hold up the loop.
  [[nodiscard]] WorkerPool& Readers() noexcept { return readers_; }
  [[nodiscard]] CallLimit& Limit() noexcept { return *limit_; }
  [[nodiscard]] LiveCalls& Live() noexcept { return *liveCalls_; }

  /// Waits until every call has ended and its callbacks have returned.
  /// @throws OperationCancelledException if the context ends the wait; std::logic_error on an I/O
  ///   thread, and in a callback, which would wait for itself.
  void WaitUntilIdle(const Context& context);

  void RunCallback(std::shared_ptr<Continuation> callback) noexcept override;
  void PostCallback(std::shared_ptr<Continuation> callback) override;
  void LogUnobservedFailure(const std::exception_ptr& failure) noexcept override;

 private:
  void Execute(const std::shared_ptr<PendingCallback>& callback) noexcept;

  const Log log_;
  const Executor executor_;
  const std::shared_ptr<CallLimit> limit_;
  WorkerPool readers_;
  const std::shared_ptr<LiveCalls> liveCalls_;
  EventLoop loop_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
