#include <atomic>
#include <chrono>
#include <new>
#include <utility>
#include <variant>

#include "pipeline/async_runtime.hpp"
#include "pipeline/drivers.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// How long a transport has to end an attempt whose context has ended. The call doesn't wait longer:
// it must end within 50 ms.
constexpr std::chrono::milliseconds Grace{25};

/// A call, and what it waits for. Used on the loop's thread; whatever the call waits for keeps it
/// alive. What its events need in order to arrive is made with it: where there is no memory left, a
/// call ends, and nothing else does.
class AsyncCall final : public std::enable_shared_from_this<AsyncCall>, public LiveCall {
 public:
  AsyncCall(std::shared_ptr<const Pipeline> pipeline, OperationRequest&& operation,
            const Context& context, std::function<void(CallMachine&)> ended)
      : pipeline_(std::move(pipeline)),
        ended_(std::move(ended)),
        machine_(*pipeline_, std::move(operation), context) {}

  // A transport may have destroyed its completion without calling it.
  ~AsyncCall() override {
    if (!isOver_) pipeline_->Runtime->Live().Remove(*this);
  }
  AsyncCall(const AsyncCall&) = delete;
  AsyncCall& operator=(const AsyncCall&) = delete;

  /// From any thread, once.
  /// @throws what EventLoop::Post throws.
  void Start() {
    if (!Post(advance_)) EndByProcessExit();
  }

  void EndByProcessExit() noexcept override {
    const auto self = shared_from_this();  // what the call waits for may go first
    Execute(machine_.OnProcessExit(isSending_));
  }

 private:
  using StepNumber = std::uint32_t;
  /// What another thread reports; at first the call itself.
  using Arrival = std::variant<std::monostate, AttemptOutcome, FetchedAuthentication>;

  /// A member function as a part of the call that the loop runs.
  template <void (AsyncCall::*Function)() noexcept>
  class Task final : public LoopTask {
   public:
    explicit Task(AsyncCall& call) : call_(call) {}
    void Run() noexcept override { (call_.*Function)(); }

   private:
    AsyncCall& call_;
  };

  std::shared_ptr<LiveCall> Share() noexcept override { return weak_from_this().lock(); }

  EventLoop& Loop() const { return pipeline_->Runtime->Loop(); }
  bool Post(LoopTask& task) {
    return Loop().Post(std::shared_ptr<LoopTask>(shared_from_this(), &task));
  }

  // If the call isn't over, then it still is at the step of what has arrived.
  void Advance() noexcept {
    if (isOver_) return;
    if (auto* outcome = std::get_if<AttemptOutcome>(&arrival_)) {
      Execute(machine_.OnOutcome(std::move(*outcome)));
    } else if (auto* fetched = std::get_if<FetchedAuthentication>(&arrival_)) {
      Execute(machine_.OnFetched(std::move(*fetched)));
    } else {
      Begin();
    }
  }

  void Begin() noexcept {
    if (ProcessExit::HasBegun()) return EndByProcessExit();
    pipeline_->Runtime->Live().Add(*this);
    try {
      if (machine_.GivenContext().CanEnd()) WatchContext();
    } catch (...) {
      return Execute(machine_.OnException(std::current_exception()));
    }
    Execute(machine_.Start());
  }

  // Events of earlier steps come too late from here on.
  void Execute(NextStep next) noexcept {
    const StepNumber step = ++stepNumber_;
    isSending_ = std::holds_alternative<CallStep::Send>(next);
    if (std::holds_alternative<CallStep::Done>(next)) return End();
    try {
      if (const auto* wait = std::get_if<CallStep::Wait>(&next)) {
        Wait(wait->Delay);
      } else if (isSending_) {
        Send();
      } else {
        Authorize();
      }
    } catch (...) {
      Dispatch(step, [thrown = std::current_exception()](CallMachine& machine) {
        return machine.OnException(thrown);
      });
    }
  }

  // On the loop's thread: reports an event, unless the machine has gone on without it.
  template <class Event>
  void Dispatch(StepNumber step, Event event) noexcept {
    if (step == stepNumber_ && !isOver_) Execute(event(machine_));
  }

  // From any thread: the first event of a step is the only one.
  bool IsExpected(StepNumber step) noexcept {
    return expected_.compare_exchange_strong(step, StepNumber{0});
  }
  void ArriveFromAnyThread(StepNumber step, Arrival arrival) noexcept {
    if (!IsExpected(step)) return;
    arrival_ = std::move(arrival);
    Post(advance_);
  }

  void Authorize() {
    expected_ = stepNumber_;
    fetch_ = pipeline_->Authenticator->FetchAsync(
        machine_.Authentication(),
        [self = shared_from_this(), step = stepNumber_](FetchedAuthentication fetched) {
          self->ArriveFromAnyThread(step, std::move(fetched));
        });
  }

  void Send() {
    expected_ = stepNumber_;
    auto done = [self = shared_from_this(), step = stepNumber_](AttemptOutcome outcome) {
      if (!self->Loop().IsThisThread()) {
        self->ArriveFromAnyThread(step, std::move(outcome));
      } else if (self->IsExpected(step)) {
        self->Dispatch(step,
                       [&](CallMachine& machine) { return machine.OnOutcome(std::move(outcome)); });
      }
    };
    pipeline_->Transport->SendOnceAsync(machine_.Request(), sendContext_, std::move(done));
  }

  void Wait(std::chrono::milliseconds delay) {
    timer_ = pipeline_->Environment.RunAfter(
        Loop(), delay, [self = shared_from_this(), step = stepNumber_] {
          self->timer_ = {};
          self->Dispatch(step, [](CallMachine& machine) { return machine.OnWaitOver(); });
        });
  }

  void End() noexcept {
    isOver_ = true;
    pipeline_->Runtime->Live().Remove(*this);
    ended_(machine_);
    fetch_.reset();  // a hung credential must not keep this call and its message
    Loop().CancelTimer(deadline_);
    registration_ = CancellationRegistration();
  }

  void WatchContext() {
    const Context& context = machine_.GivenContext();
    sendContext_ = context;
    if (const auto deadline = context.Deadline()) {
      // Transports need not watch deadlines: the context that they see is cancelled instead.
      sendContext_ = Context::Cancellable(context);
      deadline_ = Loop().RunAt(*deadline, [self = shared_from_this()] {
        self->deadline_ = {};
        self->sendContext_.Cancel();
        self->OnContextEnded();
      });
    }
    registration_ = context.OnCancel([call = weak_from_this()] {
      if (const auto self = call.lock()) self->Post(self->contextEnded_);
    });
  }

  void OnContextEnded() noexcept {
    if (isOver_) return;
    Loop().CancelTimer(std::exchange(timer_, {}));
    if (!isSending_) return Execute(machine_.OnCancelled());
    const auto stop = [self = shared_from_this(), step = stepNumber_] {
      self->Dispatch(step, [](CallMachine& machine) { return machine.OnAbandoned(); });
    };
    try {
      Loop().RunAt(std::chrono::steady_clock::now() + Grace, stop);
    } catch (const std::bad_alloc&) {
      stop();
    }
  }

  const std::shared_ptr<const Pipeline> pipeline_;
  const std::function<void(CallMachine&)> ended_;

  CallMachine machine_;
  StepNumber stepNumber_ = 0;
  std::atomic<StepNumber> expected_{0};  // whose event hasn't come; 0 for none
  bool isSending_ = false;
  bool isOver_ = false;
  Context sendContext_;
  std::shared_ptr<const void> fetch_;  // of a token
  EventLoop::TimerId timer_;           // of a wait
  EventLoop::TimerId deadline_;
  CancellationRegistration registration_;

  Task<&AsyncCall::Advance> advance_{*this};
  Task<&AsyncCall::OnContextEnded> contextEnded_{*this};
  Arrival arrival_;  // for advance_
};

}  // namespace

void CallAsync(std::shared_ptr<const Pipeline> pipeline, OperationRequest&& operation,
               const Context& context, std::function<void(CallMachine&)> ended) {
  std::make_shared<AsyncCall>(std::move(pipeline), std::move(operation), context, std::move(ended))
      ->Start();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
