#include "pipeline/async_runtime.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <new>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "pipeline/call_log.hpp"
#include "runtime/process_exit.hpp"

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
      liveCalls_(std::make_shared<LiveCalls>()),
      loop_(std::move(io), [log = log_, limit = limit_, live = liveCalls_] {
        if (const std::size_t calls = limit->Calls()) LogAbandonedCalls(log, calls);
        live->EndByProcessExit();
      }) {}

void AsyncRuntime::WaitUntilIdle(const Context& context) {
  RefuseToBlockOnIoThread("WaitUntilIdle");
  if (PendingCallback::IsRunning(*limit_)) {
    throw std::logic_error("WaitUntilIdle in a callback would wait for that callback itself");
  }
  if (!limit_->WaitUntilIdle(context)) {
    if (ProcessExit::HasBegun()) {
      throw OperationCancelledException("WaitUntilIdle: the process is exiting");
    }
    throw OperationCancelledException("WaitUntilIdle: asynchronous calls are still under way");
  }
}

void AsyncRuntime::RunCallback(std::shared_ptr<Continuation> callback) noexcept {
  if (ProcessExit::HasBegun()) return;  // what it uses may be gone
  if (executor_) {
    try {
      return Execute(std::make_shared<PendingCallback>(limit_, log_, callback));
    } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): here, rather than never
    }
  }
  RunUserCode(log_, "Then", [&] { callback->Continue(); });
}

void AsyncRuntime::PostCallback(std::shared_ptr<Continuation> callback) {
  const auto pending = std::make_shared<PendingCallback>(limit_, log_, std::move(callback));
  try {
    loop_.Post([this, pending] { Execute(pending); });  // the callback keeps this object alive
  } catch (const std::system_error&) {                  // no thread can be started
    Execute(pending);
  }
}

void AsyncRuntime::Execute(const std::shared_ptr<PendingCallback>& callback) noexcept {
  if (ProcessExit::HasBegun()) return;
  if (!executor_) return callback->Run();
  try {
    executor_([callback] { callback->Run(); });
  } catch (...) {
    LogCallbackFailure(log_, "CallbackExecutor", std::current_exception());
    callback->Run();  // here, rather than never
  }
}

void AsyncRuntime::LogUnobservedFailure(const std::exception_ptr& failure) noexcept {
  // The exit logs once how many calls it ends.
  if (!ProcessExit::HasBegun()) Detail::LogUnobservedFailure(log_, failure);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
