#include <azure/messaging/webpubsub/context.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_set>
#include <utility>

#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub {

/// A callback that runs at most once, whichever of its nodes is cancelled first.
struct Context::Callback {
  // Recursive, so that a callback may end its own registration.
  std::recursive_mutex Mutex;
  std::function<void()> Action;

  void Run() {
    const std::lock_guard lock(Mutex);
    if (!Action) return;
    const auto action = std::exchange(Action, nullptr);
    action();
  }
  // Waits for a run on another thread.
  void Disarm() noexcept {
    const std::lock_guard lock(Mutex);
    Action = nullptr;
  }
};

struct Context::Node {
  std::shared_ptr<Node> Parent;
  std::optional<std::chrono::steady_clock::time_point> Deadline;  // the earliest, parents' included
  std::string ClientRequestId;
  // False for a node that only carries an id: it is cancelled through its parents.
  bool Cancellable = true;

  std::atomic<bool> Cancelled{false};
  std::mutex Mutex;
  // A set, because thousands of calls register and unregister in any order.
  std::unordered_set<std::shared_ptr<Callback>> Callbacks;

  Node() = default;
  // In a loop: a chain may be longer than the stack is deep. An ancestor that is referred to from
  // here alone goes while its own parent is held, so that it doesn't destroy that too.
  ~Node() {
    std::shared_ptr<Node> last = std::move(Parent);
    while (last && last.use_count() == 1) {
      std::shared_ptr<Node> next = last->Parent;
      last = std::move(next);
    }
  }
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  [[nodiscard]] bool IsCancelled() const noexcept {
    for (const Node* node = this; node != nullptr; node = node->Parent.get()) {
      if (node->Cancelled) return true;
    }
    return false;
  }

  void Cancel() {
    std::unordered_set<std::shared_ptr<Callback>> callbacks;
    {
      const std::lock_guard lock(Mutex);
      Cancelled = true;
      callbacks.swap(Callbacks);
    }
    for (const auto& callback : callbacks) callback->Run();
  }

  // False if the node is cancelled already.
  bool Add(const std::shared_ptr<Callback>& callback) {
    const std::lock_guard lock(Mutex);
    if (Cancelled) return false;
    Callbacks.insert(callback);
    return true;
  }

  void Remove(const std::shared_ptr<Callback>& callback) noexcept {
    const std::lock_guard lock(Mutex);
    Callbacks.erase(callback);
  }
};

Context Context::Cancellable(const Context& parent) {
  auto node = std::make_shared<Node>();
  node->Parent = parent.node_;
  node->Deadline = parent.Deadline();
  return Context(std::move(node));
}

Context Context::WithDeadline(std::chrono::steady_clock::time_point deadline,
                              const Context& parent) {
  Context child = Cancellable(parent);
  child.node_->Deadline = std::min(deadline, parent.Deadline().value_or(deadline));
  return child;
}

Context Context::WithClientRequestId(std::string clientRequestId) const {
  constexpr const char* Parameter = "clientRequestId";
  constexpr const char* Rule = "must be 1 to 128 visible ASCII characters";
  Detail::Require(!clientRequestId.empty(), Parameter, Rule);
  Detail::CheckVisible(clientRequestId, Parameter, 128, Rule);
  Context named = Cancellable(*this);
  named.node_->ClientRequestId = std::move(clientRequestId);
  named.node_->Cancellable = false;
  return named;
}

void Context::Cancel() const {
  // A context that only adds an id shares the cancellation of its parent.
  Node* node = node_.get();
  while (node != nullptr && !node->Cancellable) node = node->Parent.get();
  if (node != nullptr) node->Cancel();
}

bool Context::IsCancelled() const noexcept { return node_ && node_->IsCancelled(); }

std::optional<std::chrono::steady_clock::time_point> Context::Deadline() const noexcept {
  return node_ ? node_->Deadline : std::nullopt;
}

const std::string* Context::ClientRequestId() const noexcept {
  for (const Node* node = node_.get(); node != nullptr; node = node->Parent.get()) {
    if (!node->ClientRequestId.empty()) return &node->ClientRequestId;
  }
  return nullptr;
}

CancellationRegistration Context::OnCancel(std::function<void()> callback) const {
  CancellationRegistration registration;
  if (!node_) return registration;
  registration.node_ = node_;
  registration.callback_ = std::make_shared<Callback>();
  registration.callback_->Action = std::move(callback);
  for (Node* node = node_.get(); node != nullptr; node = node->Parent.get()) {
    if (node->Cancellable && !node->Add(registration.callback_)) {
      registration.callback_->Run();
      break;
    }
  }
  return registration;
}

CancellationRegistration& CancellationRegistration::operator=(
    CancellationRegistration&& other) noexcept {
  if (this != &other) {
    Release();
    node_ = std::move(other.node_);
    callback_ = std::move(other.callback_);
  }
  return *this;
}

CancellationRegistration::~CancellationRegistration() { Release(); }

void CancellationRegistration::Release() noexcept {
  if (!callback_) return;
  for (Context::Node* node = node_.get(); node != nullptr; node = node->Parent.get()) {
    node->Remove(callback_);
  }
  callback_->Disarm();
  callback_.reset();
  node_.reset();
}

}  // namespace Azure::Messaging::WebPubSub
