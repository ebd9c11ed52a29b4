#pragma once

#include <azure/messaging/webpubsub/future.hpp>

#include <atomic>
#include <memory>

#include "core/log.hpp"
#include "pipeline/call_limit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// A user's callback from the moment it is due until it has returned, or until its executor has
/// destroyed it without running it. Its client isn't idle meanwhile.
class PendingCallback {
 public:
  PendingCallback(std::shared_ptr<CallLimit> limit, const Log& log,
                  std::shared_ptr<Continuation> callback);
  ~PendingCallback();
  PendingCallback(const PendingCallback&) = delete;
  PendingCallback& operator=(const PendingCallback&) = delete;

  /// Runs the callback, unless it was run before. Its exceptions are logged, and end here.
  void Run() noexcept;

  /// Whether this thread runs a callback of the client whose calls `limit` counts.
  static bool IsRunning(const CallLimit& limit) noexcept;

 private:
  const std::shared_ptr<CallLimit> limit_;
  const Log log_;
  std::shared_ptr<Continuation> callback_;
  std::atomic<bool> begun_{false};
};

}  // namespace Azure::Messaging::WebPubSub::Detail
