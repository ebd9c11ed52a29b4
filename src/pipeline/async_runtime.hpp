#pragma once

#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/options.hpp>

#include <functional>
#include <memory>

#include "core/log.hpp"
#include "pipeline/call_limit.hpp"
#include "runtime/event_loop.hpp"
#include "runtime/worker_pool.hpp"

namespace Azure::Messaging::WebPubSub {

/// Where the asynchronous calls of a client live: its event loop, its workers, the count of its
/// calls, and the way to its callbacks. Shared by the client's copies, calls and futures.
class AsyncRuntime final : public Detail::FutureHost {
 public:
  /// @param makeIo of the transport; null if it has no I/O of its own for the loop.
  AsyncRuntime(const WebPubSubServiceClientOptions& options, Log log, EventLoop::MakeIo makeIo);

  [[nodiscard]] EventLoop& Loop() noexcept { return loop_; }
  /// For credentials, whose GetToken may block.
  [[nodiscard]] WorkerPool& Workers() noexcept { return workers_; }
  [[nodiscard]] CallLimit& Limit() noexcept { return *limit_; }

  void RunCallback(std::function<void()> callback) override;
  void PostCallback(std::function<void()> callback) override;
  void LogUnseenFailure(const std::exception_ptr& failure) noexcept override;

 private:
  const Log log_;
  const Executor executor_;
  const std::shared_ptr<CallLimit> limit_;
  WorkerPool workers_;
  EventLoop loop_;
};

}  // namespace Azure::Messaging::WebPubSub
