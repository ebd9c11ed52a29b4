#include "pipeline/async_driver.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "http/attempt.hpp"
#include "pipeline/async_runtime.hpp"
#include "pipeline/authorize.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// How long a transport has to end an attempt whose context has ended. One that takes longer is not
// waited for: the call must end in 50 ms.
constexpr std::chrono::milliseconds Grace{25};

/// A call, and what it is waiting for. Lives on the loop's thread; whatever it waits for keeps it
/// alive.
class AsyncCall : public std::enable_shared_from_this<AsyncCall> {
 public:
  AsyncCall(std::shared_ptr<const Pipeline> pipeline, Operation operation, const Context& context,
            std::function<void(CallMachine&)> ended)
      : pipeline_(std::move(pipeline)),
        context_(context),
        ended_(std::move(ended)),
        machine_(*pipeline_, std::move(operation), context_) {}

  void Begin() {
    if (context_.CanEnd()) WatchContext();
    Obey(machine_.Begin());
  }

  void EndByProcessExit() { Obey(machine_.OnProcessExit()); }

 private:
  using Step = std::uint64_t;

  EventLoop& Loop() const { return pipeline_->Runtime->Loop(); }

  // Does what the machine says next. From here on, everything that was under way is late.
  void Obey(NextStep next) {
    ++step_;
    if (auto* authorize = std::get_if<CallStep::Authorize>(&next)) {
      Authorize(std::move(*authorize));
    } else if (std::holds_alternative<CallStep::Send>(next)) {
      Send();
    } else if (const auto* wait = std::get_if<CallStep::Wait>(&next)) {
      Wait(wait->Delay);
    } else {
      End();
    }
  }

  // Runs on the loop's thread, unless the machine has gone on without waiting for it.
  template <class Event>
  void Tell(Step step, Event event) {
    if (step == step_ && !over_) Obey(event(machine_));
  }
  template <class Event>
  void TellFromAnyThread(Step step, Event event) {
    Loop().Post([self = shared_from_this(), step, event = std::move(event)]() mutable {
      self->Tell(step, std::move(event));
    });
  }

  void Authorize(CallStep::Authorize wanted) {
    sending_ = false;
    auto fetch = [self = shared_from_this(), step = step_, wanted = std::move(wanted)] {
      self->TellFromAnyThread(step, WebPubSub::Authorize(*self->pipeline_, wanted, self->context_));
    };
    try {
      pipeline_->Runtime->Workers().Run(std::move(fetch));
    } catch (...) {  // no thread could be started
      Obey(machine_.OnNoToken(std::current_exception()));
    }
  }

  void Send() {
    sending_ = true;
    const auto done = [self = shared_from_this(), step = step_](AttemptOutcome outcome) {
      auto event = [outcome = std::move(outcome)](CallMachine& machine) mutable {
        return machine.OnOutcome(std::move(outcome));
      };
      if (self->Loop().IsThisThread()) {
        self->Tell(step, std::move(event));
      } else {
        self->TellFromAnyThread(step, std::move(event));
      }
    };
    try {
      pipeline_->Transport->SendAsync(machine_.TakeRequest(), sendContext_, done);
    } catch (...) {
      done(FailureOf(std::current_exception()));
    }
  }

  void Wait(std::chrono::milliseconds delay) {
    sending_ = false;
    timer_ =
        pipeline_->Environment.RunAfter(Loop(), delay, [self = shared_from_this(), step = step_] {
          self->timer_.reset();
          self->Tell(step, [](CallMachine& machine) { return machine.OnWaitOver(); });
        });
  }

  void End() {
    over_ = true;
    ended_(machine_);
    if (deadline_) Loop().CancelTimer(*deadline_);
    registration_ = CancellationRegistration();
  }

  void WatchContext() {
    sendContext_ = context_;
    if (const auto deadline = context_.Deadline()) {
      // Transports needn't know of deadlines: theirs is cancelled.
      sendContext_ = Context::Cancellable(context_);
      deadline_ = Loop().RunAt(*deadline, [self = shared_from_this()] {
        self->deadline_.reset();
        self->sendContext_.Cancel();
        self->OnContextEnded();
      });
    }
    registration_ = context_.OnCancel([call = weak_from_this()] {
      if (const auto self = call.lock()) {
        self->Loop().Post([self] { self->OnContextEnded(); });
      }
    });
  }

  void OnContextEnded() {
    if (timer_) Loop().CancelTimer(*std::exchange(timer_, std::nullopt));
    if (!sending_) {
      Tell(step_, [](CallMachine& machine) { return machine.OnCancelled(); });
      return;
    }
    Loop().RunAt(std::chrono::steady_clock::now() + Grace,
                 [self = shared_from_this(), step = step_] {
                   self->Tell(step, [](CallMachine& machine) {
                     return machine.OnOutcome(TransportFailure(
                         TransportError::Cancelled, "the transport didn't stop in time", true));
                   });
                 });
  }

  const std::shared_ptr<const Pipeline> pipeline_;
  const Context context_;
  const std::function<void(CallMachine&)> ended_;

  CallMachine machine_;
  Step step_ = 0;
  bool sending_ = false;
  bool over_ = false;
  Context sendContext_;
  std::optional<EventLoop::TimerId> timer_;  // of a wait
  std::optional<EventLoop::TimerId> deadline_;
  CancellationRegistration registration_;
};

}  // namespace

void CallAsync(std::shared_ptr<const Pipeline> pipeline, Operation operation,
               const Context& context, std::function<void(CallMachine&)> ended) {
  EventLoop& loop = pipeline->Runtime->Loop();
  const auto call = std::make_shared<AsyncCall>(std::move(pipeline), std::move(operation), context,
                                                std::move(ended));
  if (!loop.Post([call] { call->Begin(); })) call->EndByProcessExit();
}

}  // namespace Azure::Messaging::WebPubSub
