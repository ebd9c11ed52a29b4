#include "pipeline/async_runtime.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "pipeline/call_log.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// One asks the credential; the others wait for it, unless a challenge makes them ask for more.
constexpr std::size_t MostWorkers = 4;

}  // namespace

void Detail::RefuseToBlockOnIoThread(const char* what) {
  if (EventLoop::IsAnyThread()) {
    throw std::logic_error(std::string(what) +
                           " on the library's I/O thread would be a deadlock; use the asynchronous "
                           "form, or options.CallbackExecutor");
  }
}

AsyncRuntime::AsyncRuntime(const WebPubSubServiceClientOptions& options, Log log,
                           EventLoop::MakeIo makeIo)
    : log_(std::move(log)),
      executor_(options.CallbackExecutor),
      limit_(std::make_shared<CallLimit>(options.Limits)),
      workers_(MostWorkers),
      loop_(std::move(makeIo), [log = log_, limit = limit_] {
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

void AsyncRuntime::LogUnseenFailure(const std::exception_ptr& failure) noexcept {
  WebPubSub::LogUnseenFailure(log_, failure);
}

}  // namespace Azure::Messaging::WebPubSub
