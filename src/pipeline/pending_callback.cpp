#include "pipeline/pending_callback.hpp"

#include <utility>

#include "pipeline/call_log.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

/// One of the callbacks that this thread runs; one of another client may run within it.
struct Running {
  const CallLimit* Limit;
  const Running* Outer;
};

thread_local const Running* innermost = nullptr;

}  // namespace

PendingCallback::PendingCallback(std::shared_ptr<CallLimit> limit, const Log& log,
                                 std::shared_ptr<Continuation> callback)
    : limit_(std::move(limit)), log_(log), callback_(std::move(callback)) {
  limit_->MarkBusy();
}

PendingCallback::~PendingCallback() {
  callback_ = nullptr;  // what it holds goes before the client is idle
  if (!begun_) limit_->MarkIdle();
}

void PendingCallback::Run() noexcept {
  if (begun_.exchange(true)) return;
  const Running running{limit_.get(), innermost};
  innermost = &running;
  RunUserCode(log_, "Then", [this] { callback_->Continue(); });
  innermost = running.Outer;
  limit_->MarkIdle();
}

bool PendingCallback::IsRunning(const CallLimit& limit) noexcept {
  const Running* running = innermost;
  while (running != nullptr && running->Limit != &limit) running = running->Outer;
  return running != nullptr;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
