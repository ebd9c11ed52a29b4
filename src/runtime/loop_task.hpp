#pragma once

#include <memory>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// What an event loop runs. Holds its own place in the loop's queue, so that no memory is needed to
/// post it: a call can end where there is none left.
class LoopTask {
 public:
  virtual ~LoopTask() = default;
  LoopTask(const LoopTask&) = delete;
  LoopTask& operator=(const LoopTask&) = delete;

  /// On the loop's thread.
  virtual void Run() noexcept = 0;

 protected:
  LoopTask() = default;

 private:
  friend class LoopTasks;
  std::shared_ptr<LoopTask> next_;
};

/// Tasks in their order, which it keeps alive.
class LoopTasks {
 public:
  LoopTasks() = default;
  // One by one: a chain may be longer than the stack is deep.
  ~LoopTasks() {
    while (TakeFirst()) {
    }
  }
  LoopTasks(const LoopTasks&) = delete;
  LoopTasks& operator=(const LoopTasks&) = delete;

  [[nodiscard]] bool IsEmpty() const noexcept { return first_ == nullptr; }
  /// @param task in no queue.
  void Add(std::shared_ptr<LoopTask> task) noexcept {
    LoopTask* const added = task.get();
    (IsEmpty() ? first_ : last_->next_) = std::move(task);
    last_ = added;
  }
  /// Null if there is none.
  std::shared_ptr<LoopTask> TakeFirst() noexcept {
    std::shared_ptr<LoopTask> first = std::move(first_);
    if (first) first_ = std::move(first->next_);
    return first;
  }
  /// Takes those of another queue, behind its own.
  void TakeAll(LoopTasks& others) noexcept {
    if (others.IsEmpty()) return;
    (IsEmpty() ? first_ : last_->next_) = std::move(others.first_);
    last_ = others.last_;
  }

 private:
  std::shared_ptr<LoopTask> first_;
  LoopTask* last_ = nullptr;  // if there is a first
};

}  // namespace Azure::Messaging::WebPubSub::Detail
