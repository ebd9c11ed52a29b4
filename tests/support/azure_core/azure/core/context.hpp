#pragma once

// A stand-in for azure-core's header of this name, reduced to what a credential needs.
#include <atomic>
#include <azure/core/datetime.hpp>
#include <memory>

namespace Azure {
namespace Core {

class Context {
 public:
  Context() = default;

  [[nodiscard]] Context WithDeadline(const DateTime& deadline) const {
    Context child;
    child.state_->Parent = state_;
    child.state_->Deadline = deadline;
    return child;
  }

  void Cancel() { state_->Cancelled = true; }

  [[nodiscard]] bool IsCancelled() const {
    for (auto state = state_; state; state = state->Parent) {
      if (state->Cancelled) return true;
    }
    return false;
  }

  /// The largest time for none.
  [[nodiscard]] DateTime GetDeadline() const { return state_->Deadline; }

 private:
  struct State {
    std::shared_ptr<State> Parent;
    DateTime Deadline{(DateTime::max)()};
    std::atomic<bool> Cancelled{false};
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace Core
}  // namespace Azure
