#pragma once

// What uses an execution context of Asio: for asio.hpp, and not for use by applications.

#include <azure/messaging/webpubsub/adapters/detail/asio_library.hpp>

#include <memory>
#include <mutex>
#include <type_traits>
#include <unordered_set>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// What uses an execution context on behalf of calls, which may outlive it.
class AsioUse;

/// The uses of one execution context. Its destructor waits for whoever holds the lock. Recursive,
/// because the handlers that are destroyed then may own other uses.
class AsioUses {
 public:
  [[nodiscard]] std::unique_lock<std::recursive_mutex> Lock() { return std::unique_lock(mutex_); }
  /// False if the context is being destroyed.
  bool Add(AsioUse& use) { return !isClosed_ && uses_.insert(&use).second; }
  /// False if the use isn't there any more.
  bool Remove(AsioUse& use) { return uses_.erase(&use) == 1; }
  inline void Close() noexcept;

 private:
  std::recursive_mutex mutex_;
  bool isClosed_ = false;
  std::unordered_set<AsioUse*> uses_;
};

class AsioUse {
 public:
  AsioUse(const AsioUse&) = delete;
  AsioUse& operator=(const AsioUse&) = delete;
  /// Lets go of the context, which is being destroyed. Called with the lock.
  virtual void Abandon() noexcept = 0;

 protected:
  /// @param uses null if the context can't be destroyed too early.
  explicit AsioUse(std::shared_ptr<AsioUses> uses) : uses_(std::move(uses)) {}
  ~AsioUse() = default;

  [[nodiscard]] bool IsTracked() const { return uses_ != nullptr; }
  [[nodiscard]] std::unique_lock<std::recursive_mutex> Lock() const {
    return uses_ ? uses_->Lock() : std::unique_lock<std::recursive_mutex>();
  }
  void Begin() {
    const auto lock = Lock();
    if (uses_ && !uses_->Add(*this)) Abandon();
  }
  /// With the lock. False if the use was abandoned or has ended.
  bool End() { return !uses_ || uses_->Remove(*this); }

 private:
  const std::shared_ptr<AsioUses> uses_;
};

void AsioUses::Close() noexcept {
  const auto lock = Lock();
  isClosed_ = true;
  while (!uses_.empty()) {
    AsioUse& use = **uses_.begin();
    uses_.erase(uses_.begin());
    use.Abandon();
  }
}

/// Learns when an execution context is destroyed.
template <class ExecutionContext>
class AsioService final : public ExecutionContext::service {
 public:
  inline static typename ExecutionContext::id id;  // NOLINT(readability-identifier-naming): Asio's
  explicit AsioService(ExecutionContext& context) : ExecutionContext::service(context) {}
  [[nodiscard]] const std::shared_ptr<AsioUses>& Uses() const { return uses_; }

 private:
  void shutdown() noexcept override { uses_->Close(); }

  const std::shared_ptr<AsioUses> uses_ = std::make_shared<AsioUses>();
};

/// The uses of the executor's context; null if it has none that could be destroyed too early.
template <class AsioExecutor>
std::shared_ptr<AsioUses> AsioUsesOf(const AsioExecutor& executor) {
  using Asio::execution::blocking_t;
  using Asio::execution::context_t;
  // Asking the system's executor would start its threads. An inline executor has no queue.
  if constexpr (!std::is_same_v<AsioExecutor, Asio::system_executor> &&
                Asio::can_query<const AsioExecutor&, context_t>::value &&
                Asio::can_require<const AsioExecutor&, blocking_t::never_t>::value) {
    Asio::execution_context& context = Asio::query(executor, Asio::execution::context);
    return Asio::use_service<AsioService<Asio::execution_context>>(context).Uses();
  } else {
    return nullptr;
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
