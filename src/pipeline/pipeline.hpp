#pragma once

#include <azure/messaging/webpubsub/observer.hpp>
#include <azure/messaging/webpubsub/policy.hpp>
#include <azure/messaging/webpubsub/retry_options.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/authenticator.hpp"
#include "core/log.hpp"
#include "http/transport_adapter.hpp"
#include "pipeline/async_runtime.hpp"
#include "pipeline/environment.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What all calls of a client share. Doesn't change once it is built. Its copies share all but the
/// hub.
struct Pipeline {
  std::string Hub;
  Detail::Environment Environment;
  RetryOptions Retry;
  /// Of every call; nothing for none.
  std::optional<std::chrono::milliseconds> CallTimeout;
  std::shared_ptr<Detail::Transport> Transport;
  /// How many requests the transport carries at once, as far as the options say.
  std::size_t MaxConnections = 1;
  std::shared_ptr<Detail::Authenticator> Authenticator;

  /// Once for a call, in this order.
  std::vector<std::shared_ptr<const HttpPolicy>> PerCall;
  /// For every attempt once it is authorized, in this order.
  std::vector<std::shared_ptr<const HttpPolicy>> PerAttempt;

  std::shared_ptr<CallObserver> Observer;
  Detail::Log Log;
  /// For the asynchronous calls.
  std::shared_ptr<AsyncRuntime> Runtime;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
