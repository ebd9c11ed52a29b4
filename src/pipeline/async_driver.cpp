#include <chrono>
#include <optional>
#include <utility>

#include "pipeline/async_runtime.hpp"
#include "pipeline/drivers.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// How long a transport has to end an attempt whose context has ended. The call doesn't wait longer:
// it must end within 50 ms.
constexpr std::chrono::milliseconds Grace{25};

/// A call, and what it waits for. Used on the loop's thread; whatever the call waits for keeps it
/// alive.
class AsyncCall final : public std::enable_shared_from_this<AsyncCall>, public LiveCall {
 public:
  AsyncCall(std::shared_ptr<const Pipeline> pipeline, OperationRequest&& operation,
            const Context& context, std::function<void(CallMachine&)> ended)
      : pipeline_(std::move(pipeline)),
        context_(context),
        ended_(std::move(ended)),
        machine_(*pipeline_, std::move(operation), context_) {}

  // A transport may have destroyed its completion without calling it.
  ~AsyncCall() override {
    if (!isOver_) pipeline_->Runtime->Live().Remove(*this);
  }
  AsyncCall(const AsyncCall&) = delete;
  AsyncCall& operator=(const AsyncCall&) = delete;

  void Start() {
    if (ProcessExit::HasBegun()) return EndByProcessExit();
    pipeline_->Runtime->Live().Add(*this);
    if (context_.CanEnd()) WatchContext();
    Execute(machine_.Start());
  }

  void EndByProcessExit() override {
    const auto self = shared_from_this();  // what the call waits for may go first
    Execute(machine_.OnProcessExit(isSending_));
  }

 private:
  using StepNumber = std::uint64_t;

  std::shared_ptr<LiveCall> Share() noexcept override { return weak_from_this().lock(); }

  EventLoop& Loop() const { return pipeline_->Runtime->Loop(); }

  // Events of earlier steps come too late from here on.
  void Execute(NextStep next) {
    ++stepNumber_;
    isSending_ = std::holds_alternative<CallStep::Send>(next);
    if (std::holds_alternative<CallStep::Authorize>(next)) {
      Authorize();
    } else if (isSending_) {
      Send();
    } else if (const auto* wait = std::get_if<CallStep::Wait>(&next)) {
      Wait(wait->Delay);
    } else {
      End();
    }
  }

  // On the loop's thread: reports an event, unless the machine has gone on without it.
  template <class Event>
  void Dispatch(StepNumber step, Event event) {
    if (step == stepNumber_ && !isOver_) Execute(event(machine_));
  }
  template <class Event>
  void DispatchFromAnyThread(StepNumber step, Event event) {
    Loop().Post([self = shared_from_this(), step, event = std::move(event)]() mutable {
      self->Dispatch(step, std::move(event));
    });
  }

  void Authorize() {
    auto done = [self = shared_from_this(), step = stepNumber_](FetchedAuthentication fetched) {
      auto event = [fetched = std::move(fetched)](CallMachine& machine) mutable {
        return machine.OnFetched(std::move(fetched));
      };
      self->DispatchFromAnyThread(step, std::move(event));
    };
    fetch_ = pipeline_->Authenticator->FetchAsync(machine_.Authentication(), done);
  }

  void Send() {
    auto done = [self = shared_from_this(), step = stepNumber_](AttemptOutcome outcome) {
      if (self->Loop().IsThisThread()) {
        self->Dispatch(step, [&outcome](CallMachine& machine) {
          return machine.OnOutcome(std::move(outcome));
        });
      } else {
        self->DispatchFromAnyThread(step,
                                    [outcome = std::move(outcome)](CallMachine& machine) mutable {
                                      return machine.OnOutcome(std::move(outcome));
                                    });
      }
    };
    pipeline_->Transport->SendOnceAsync(machine_.Request(), sendContext_, std::move(done));
  }

  void Wait(std::chrono::milliseconds delay) {
    timer_ = pipeline_->Environment.RunAfter(
        Loop(), delay, [self = shared_from_this(), step = stepNumber_] {
          self->timer_.reset();
          self->Dispatch(step, [](CallMachine& machine) { return machine.OnWaitOver(); });
        });
  }

  void End() {
    isOver_ = true;
    pipeline_->Runtime->Live().Remove(*this);
    ended_(machine_);
    fetch_.reset();  // a hung credential must not keep this call and its message
    if (deadline_) Loop().CancelTimer(*deadline_);
    registration_ = CancellationRegistration();
  }

  void WatchContext() {
    sendContext_ = context_;
    if (const auto deadline = context_.Deadline()) {
      // Transports need not watch deadlines: the context that they see is cancelled instead.
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
    if (!isSending_) {
      Dispatch(stepNumber_, [](CallMachine& machine) { return machine.OnCancelled(); });
      return;
    }
    Loop().RunAt(std::chrono::steady_clock::now() + Grace,
                 [self = shared_from_this(), step = stepNumber_] {
                   self->Dispatch(step, [](CallMachine& machine) {
                     return machine.OnOutcome(TransportFailure(
                         TransportError::Cancelled, "the transport didn't stop in time", true));
                   });
                 });
  }

  const std::shared_ptr<const Pipeline> pipeline_;
  const Context context_;
  const std::function<void(CallMachine&)> ended_;

  CallMachine machine_;
  StepNumber stepNumber_ = 0;
  bool isSending_ = false;
  bool isOver_ = false;
  Context sendContext_;
  std::shared_ptr<const void> fetch_;        // of a token
  std::optional<EventLoop::TimerId> timer_;  // of a wait
  std::optional<EventLoop::TimerId> deadline_;
  CancellationRegistration registration_;
};

}  // namespace

void CallAsync(std::shared_ptr<const Pipeline> pipeline, OperationRequest&& operation,
               const Context& context, std::function<void(CallMachine&)> ended) {
  EventLoop& loop = pipeline->Runtime->Loop();
  const auto call = std::make_shared<AsyncCall>(std::move(pipeline), std::move(operation), context,
                                                std::move(ended));
  if (!loop.Post([call] { call->Start(); })) call->EndByProcessExit();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
