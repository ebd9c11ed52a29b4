// What the event loop does about the connections that are kept for later calls.

#include <algorithm>
#include <new>
#include <set>

#include "curl/async_transfers.hpp"
#include "curl/transport_options.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::chrono::seconds LongestIdle{10};

}  // namespace

// Asks the pool in any case, which tells of what it keeps later only if it was asked.
bool AsyncTransfers::KeepsAny() noexcept {
  const bool keeps = HasIdleConnections();
  return pool_->KeepsAny() || keeps;
}

void AsyncTransfers::CloseUnusable() noexcept {
  try {
    pool_->CloseUnusable();
    sockets_.SetTime(std::chrono::steady_clock::now());
    if (HasIdleConnections()) CloseUnusableOfLoop();
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): looks the next time
  }
}

// A burst leaves connections, and handles, that nothing needs for long.
bool AsyncTransfers::EndIdle() {
  if (sockets_.Count() <= IdleConnectionsToKeep) return false;
  std::set<int> inUse;
  for (const auto& [id, entry] : running_) inUse.insert(entry.Running->LocalPort());
  const std::size_t ended = sockets_.EndIdle(LongestIdle, IdleConnectionsToKeep, inUse);
  const std::size_t surplus = idle_.size() - std::min(idle_.size(), IdleConnectionsToKeep);
  idle_.resize(idle_.size() - std::min(ended, surplus));
  return ended != 0;
}

void AsyncTransfers::CloseUnusableOfLoop() {
  const auto openedBefore =
      std::chrono::steady_clock::now() - resources_->Options.ConnectionLifetime;
  const bool ended = EndIdle();
  if (!ended && !sockets_.HasUnusable(openedBefore, false)) return;
  if (IsIdle() && hanging_.empty()) sockets_.EndUnusable(!IsHttp1());
  idleConnections_->CloseUnusable(multi_.get());
}

// Over HTTP/1.1 each transfer that runs has a connection of its own, or will have one.
bool AsyncTransfers::HasIdleConnections() const noexcept {
  return IsHttp1() ? sockets_.Count() > running_.size() : !sockets_.IsEmpty();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
