#pragma once

#include <chrono>

namespace Azure::Messaging::WebPubSub {

/// When a send is repeated. The service can't recognise a message that it received before.
enum class SendRetry {
  /// After every failure that may pass, like .NET: a message can arrive twice.
  AtLeastOnce,
  /// Only where the message can't have been accepted: no address, no connection, no TLS, or a
  /// response of 408 or 429. (A 503 isn't among them: gateways also send it when they lose the
  /// connection to a service that has the message.) A message can be lost, and the exception says
  /// that it may have been accepted.
  AtMostOnce,
};

/// When and how often a failed attempt is repeated. The statuses 408, 429, 500, 502, 503 and 504
/// and failures of the network are repeated. All operations but the sends are idempotent.
struct RetryOptions {
  RetryOptions() {}

  /// Attempts after the first; 0 never retries. At least 0.
  int MaxRetries = 3;
  /// The wait before the first retry; it doubles with each further one, times a random 0.8 to 1.2.
  std::chrono::milliseconds Delay{800};
  /// The longest wait that the client chooses. A longer `Retry-After` of the service is honoured,
  /// up to MaxRetryAfter.
  std::chrono::milliseconds MaxDelay{60'000};
  /// The longest `Retry-After` that is waited for: a response that demands more ends the call. A
  /// `Retry-After` that is a date counts from the response's own `Date`, so that the clocks of
  /// client and service need not agree. The requests of a fan-out wait longer, each for another
  /// part of the back-off, so that they don't come back together. At least 0.
  std::chrono::milliseconds MaxRetryAfter{120'000};
  /// Applies to the four sends only.
  SendRetry Sends = SendRetry::AtLeastOnce;
};

}  // namespace Azure::Messaging::WebPubSub
