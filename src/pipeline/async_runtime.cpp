#include "pipeline/async_runtime.hpp"

#include <utility>

#include "pipeline/call_log.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Large responses are rare, and reading takes a processor.
constexpr std::size_t MostReaders = 2;

}  // namespace

AsyncRuntime::AsyncRuntime(const LimitOptions& limits, Executor executor, Log log,
                           std::shared_ptr<EventLoopIo> io)
    : log_(std::move(log)),
      executor_(std::move(executor)),
      limit_(std::make_shared<CallLimit>(limits)),
      readers_(MostReaders),
      loop_(std::move(io), [log = log_, limit = limit_] {
        if (const std::size_t calls = limit->Calls()) LogAbandonedCalls(log, calls);
      }) {}

void AsyncRuntime::RunCallback(std::function<void()> callback) {
  auto guarded = [log = log_, callback = std::move(callback)] {
    RunUserCode(log, "Then", callback);
  };
  if (!executor_) return guarded();
  try {
    executor_(guarded);
  } catch (...) {
    LogCallbackFailure(log_, "CallbackExecutor", MessageOf(std::current_exception()));
    guarded();  // here, rather than never
  }
}

void AsyncRuntime::PostCallback(std::function<void()> callback) {
  // The callback keeps this object alive.
  loop_.Post(
      [this, callback = std::move(callback)]() mutable { RunCallback(std::move(callback)); });
}

void AsyncRuntime::LogUnobservedFailure(const std::exception_ptr& failure) noexcept {
  Detail::LogUnobservedFailure(log_, failure);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
