#include "curl/resolutions.hpp"

#include <new>
#include <utility>

#include "core/cancellable_wait.hpp"
#include "runtime/socket.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

Resolutions::Turn Resolutions::Begin(const std::string& host, std::size_t endings, Ticket& ticket) {
  const std::lock_guard lock(mutex_);
  const auto running = running_.find(host);
  if (running != running_.end()) {
    ticket = running->second;
    return Turn::AfterTheOther;
  }
  if (endings != endings_ && host == lastHost_) {
    ticket = last_;
    return Turn::AfterTheOther;
  }
  if (hanging_ >= MostHanging) return Turn::Never;
  ticket = std::make_shared<Resolution>(DescriptorShortage(DescriptorsOfOne));
  running_.emplace(host, ticket);
  return Turn::Now;
}

void Resolutions::End(const std::string& host, const Ticket& ticket,
                      std::string_view failure) noexcept {
  const std::lock_guard lock(mutex_);
  running_.erase(host);
  ticket->HasEnded = true;
  try {
    ticket->Failure = failure;
    if (failure.empty()) {
      lastHost_ = host;
      last_ = ticket;
      ++endings_;
    }
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch)
  }
  ended_.notify_all();
  if (onEnd_) onEnd_();
}

void Resolutions::Abandon(const std::string& host, const Ticket& ticket) noexcept {
  {
    const std::lock_guard lock(mutex_);
    ++hanging_;
  }
  End(host, ticket);
}

void Resolutions::EndAbandoned() {
  const std::lock_guard lock(mutex_);
  --hanging_;
}

bool Resolutions::Wait(const Ticket& ticket, const Context& context) {
  return WaitUnlessEnded(mutex_, ended_, context, [&] { return ticket->HasEnded; });
}

bool Resolutions::HasEnded(const Ticket& ticket) {
  const std::lock_guard lock(mutex_);
  return ticket->HasEnded;
}

void Resolutions::SetListener(std::function<void()> onEnd) {
  const std::lock_guard lock(mutex_);
  onEnd_ = std::move(onEnd);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
