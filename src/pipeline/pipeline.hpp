#pragma once

#include <azure/messaging/webpubsub/options.hpp>

#include <memory>
#include <string>
#include <vector>

#include "auth/token_cache.hpp"
#include "core/log.hpp"
#include "pipeline/async_runtime.hpp"
#include "pipeline/environment.hpp"

namespace Azure::Messaging::WebPubSub {

/// What all calls of a client share. Doesn't change once it is built.
struct Pipeline {
  std::string Hub;
  WebPubSub::Environment Environment;
  RetryOptions Retry;
  std::shared_ptr<HttpTransport> Transport;
  /// Signs an attempt with the access key. Null with a token credential.
  std::shared_ptr<const HttpPolicy> Signer;
  /// The tokens of a token credential. Null with an access key.
  std::shared_ptr<TokenCache> Tokens;

  /// Once for a call, in this order.
  std::vector<std::shared_ptr<const HttpPolicy>> PerCall;
  /// For every attempt once it is signed, in this order.
  std::vector<std::shared_ptr<const HttpPolicy>> PerAttempt;

  std::shared_ptr<CallObserver> Observer;
  WebPubSub::Log Log;
  /// For the asynchronous calls.
  std::shared_ptr<AsyncRuntime> Runtime;
};

}  // namespace Azure::Messaging::WebPubSub
