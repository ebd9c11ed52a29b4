#include "curl/connection_pool.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <new>

#include "curl/shortage.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// libcurl's own timers end a poll earlier, and so does a cancellation.
constexpr milliseconds LongestPoll{60'000};

int PollTimeout(const Context& context) {
  milliseconds timeout = LongestPoll;
  if (const auto deadline = context.Deadline()) {
    const auto left = std::chrono::ceil<milliseconds>(*deadline - steady_clock::now());
    timeout = std::clamp(left, milliseconds(0), LongestPoll);
  }
  return static_cast<int>(timeout.count());
}

/// Puts an easy handle into a multi handle, and takes it out again.
class MultiGuard {
 public:
  MultiGuard(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) {
    if (curl_multi_add_handle(multi, easy) != CURLM_OK) throw std::bad_alloc();
  }
  ~MultiGuard() {
    if (!isReleased_) curl_multi_remove_handle(multi_, easy_);
  }
  MultiGuard(const MultiGuard&) = delete;
  MultiGuard& operator=(const MultiGuard&) = delete;

  /// Leaves the easy handle in the multi handle.
  void Release() { isReleased_ = true; }

 private:
  CURLM* const multi_;
  CURL* const easy_;
  bool isReleased_ = false;
};

}  // namespace

// Closing a TLS connection notifies the peer, which would end the connection for the parent too.
PooledConnection::~PooledConnection() {
  if (process_ == CurrentProcess()) return;
  transfer_.Abandon();
  (void)multi_.release();
}

AttemptOutcome PooledConnection::Send(const HttpRequest& request, const Context& context) {
  if (auto failure = transfer_.Prepare(request)) return *std::move(failure);
  transfer_.UseNewConnection(false);
  while (true) {
    const auto code = Perform(context);
    if (!code) return transfer_.CancelledOutcome();
    if (const auto other = transfer_.AwaitedResolution()) {
      if (!resources_.Resolutions.Wait(other, context)) return transfer_.CancelledOutcome();
      if (!other->Failure.empty()) return NotResolved(*other);
    } else if (!transfer_.MustPerformAgain()) {
      return transfer_.Outcome(*code);
    }
    if (transfer_.HasRefusedSharedConnection()) RetireConnections(multi_.get());
    transfer_.PerformAgain();
  }
}

std::optional<CURLcode> PooledConnection::Perform(const Context& context) {
  CURLM* const multi = multi_.get();
  MultiGuard guard(multi, transfer_.Easy());
  const auto registration = context.OnCancel([multi] { curl_multi_wakeup(multi); });
  while (true) {
    int running = 0;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    if (running == 0) break;
    if (context.HasEnded() || ProcessExit::HasBegun()) {
      isHanging_ = transfer_.AbandonResolution();
      if (isHanging_) guard.Release();
      return std::nullopt;
    }
    curl_multi_poll(multi, nullptr, 0, PollTimeout(context), nullptr);
  }
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(multi, &left);
  return message == nullptr ? CURLE_FAILED_INIT : message->data.result;
}

bool PooledConnection::StillHangs() {
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  return running > 0;
}

bool PooledConnection::IsUnusable(steady_clock::time_point openedBefore) {
  return sockets_.HasUnusable(openedBefore, MayCarrySeveral()) || sockets_.IsEmpty();
}

bool PooledConnection::IsTooOldOrClosed(steady_clock::time_point openedBefore) const {
  return sockets_.IsEmpty() || sockets_.HasOneOpenedBefore(openedBefore);
}

std::unique_ptr<PooledConnection> ConnectionPool::Acquire() {
  Connections unusable;  // closed after the lock is released
  {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<PooledConnection> warmest;
    if (!idle_.empty()) {
      warmest = std::move(idle_.back());
      idle_.pop_back();
    }
    unusable = ExtractUnusable();
    if (warmest && warmest->IsTooOldOrClosed(OldestUsable())) {
      unusable.push_back(std::move(warmest));
    }
    if (warmest) return warmest;  // which looks at its socket itself
  }
  return std::make_unique<PooledConnection>(resources_);
}

void ConnectionPool::Release(std::unique_ptr<PooledConnection> connection) noexcept {
  bool mustTell = false;
  {
    const std::lock_guard lock(mutex_);
    Keep(std::move(connection));
    if (onKept_ && !isWatched_ && !IsEmpty()) mustTell = isWatched_ = true;
  }
  if (mustTell) onKept_();
}

void ConnectionPool::Keep(std::unique_ptr<PooledConnection> connection) noexcept {
  const std::size_t most = std::min(resources_.MaxConnections, MostIdle);
  try {
    if (connection->IsHanging()) {
      hanging_.push_back(std::move(connection));
    } else if (idle_.size() < most && connection->MayBeReused()) {
      idle_.push_back(std::move(connection));
    }
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): closed instead
  }
}

void ConnectionPool::Clear() {
  Connections idle;  // closed after the lock is released
  idle.reserve(MostIdle);
  const std::lock_guard lock(mutex_);
  idle.swap(idle_);
}

bool ConnectionPool::KeepsAny() {
  const std::lock_guard lock(mutex_);
  isWatched_ = !IsEmpty();
  return isWatched_;
}

void ConnectionPool::CloseUnusable() {
  Connections unusable;  // closed after the lock is released
  const std::lock_guard lock(mutex_);
  unusable = ExtractUnusable();
}

ConnectionPool::Connections ConnectionPool::ExtractUnusable() {
  Connections unusable;
  const auto extractIf = [&](Connections& from, auto isUnusable) {
    unusable.reserve(unusable.size() + from.size());
    const auto kept = std::stable_partition(
        from.begin(), from.end(), [&](const auto& connection) { return !isUnusable(*connection); });
    std::move(kept, from.end(), std::back_inserter(unusable));
    from.erase(kept, from.end());
  };
  if (!hanging_.empty()) {
    extractIf(hanging_, [](auto& connection) { return !connection.StillHangs(); });
  }
  if (idle_.empty()) return unusable;
  const auto openedBefore = OldestUsable();
  if (MayHaveUnusable(openedBefore)) {
    extractIf(idle_, [&](auto& connection) { return connection.IsUnusable(openedBefore); });
  }
  return unusable;
}

ConnectionPool::TimePoint ConnectionPool::OldestUsable() const {
  return steady_clock::now() - resources_.Options.ConnectionLifetime;
}

// One look at all of them, because a look at each costs several system calls at every call.
bool ConnectionPool::MayHaveUnusable(TimePoint openedBefore) const {
  SocketSet sockets;
  for (const auto& connection : idle_) {
    if (connection->IsTooOldOrClosed(openedBefore)) return true;
    connection->AddTo(sockets);
  }
  return sockets.HasAnyEvent();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
