#pragma once

#include <azure/messaging/webpubsub/diagnostics.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/observer.hpp>
#include <azure/messaging/webpubsub/policy.hpp>
#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// The version of the service's REST API.
///
/// 2023-07-01 has the features of 2022-11-01. An operation or option that a version lacks is
/// refused with the version it needs.
enum class ServiceVersion {
  /// The first one.
  V2021_10_01,
  /// Adds filters on sends, initial groups of a client, RemoveConnectionFromAllGroups.
  V2022_11_01,
  /// Adds nothing that a client of this library would see.
  V2023_07_01,
  /// Adds bulk group changes, message TTL and MQTT clients.
  V2024_01_01,
  /// Adds ListConnectionsInGroup.
  V2024_12_01,
};

/// The version as it stands in a URL, for example "2024-12-01".
AZURE_MESSAGING_WEBPUBSUB_API std::string_view ToString(ServiceVersion version) noexcept;

/// When a send is repeated. The service has no way to recognise a message that it got twice.
enum class SendRetry {
  /// After every failure that may pass, as .NET does it: a message can arrive twice.
  AtLeastOnce,
  /// Only where it can't have been accepted: no address, no connection, no TLS, or an answer of
  /// 408, 429 or 503. A message can be lost, and the exception says that it may have been accepted.
  AtMostOnce,
};

/// When and how often a failed attempt is repeated. Repeated are the statuses 408, 429, 500, 502,
/// 503 and 504, and failures of the network; the other operations than sends are idempotent.
struct RetryOptions {
  RetryOptions() {}

  /// Attempts after the first; 0 never retries. At least 0.
  int MaxRetries = 3;
  /// The wait before the first retry; it doubles with each further one, times a random 0.8 to 1.2.
  std::chrono::milliseconds Delay{800};
  /// The longest wait of our own. A longer `Retry-After` of the service is honoured.
  std::chrono::milliseconds MaxDelay{60'000};
  /// Concerns the four sends only.
  SendRetry Sends = SendRetry::AtLeastOnce;
};

/// What the client tells the service of itself.
struct TelemetryOptions {
  TelemetryOptions() {}

  /// False, or the environment variable AZURE_TELEMETRY_DISABLED set to 1 or true, leaves out the
  /// User-Agent header.
  bool Enabled = true;
  /// Put before our own part of the User-Agent: up to 24 visible ASCII characters.
  std::string ApplicationId;
};

/// What an asynchronous call does if there are too many already.
enum class OverflowAction {
  /// It waits on its caller's thread until half of them have ended (or its context does). On the
  /// I/O thread, where that would be a deadlock, it throws std::logic_error.
  Wait,
  /// It ends at once with TooManyCallsException.
  Fail,
};

/// How many asynchronous calls a client and its copies may have started and not ended, so that a
/// producer that is faster than the network doesn't fill the memory. Blocking calls don't count; a
/// fan-out counts as one.
struct LimitOptions {
  LimitOptions() {}

  /// At least 1.
  std::size_t MaxCalls = 10'000;
  /// The sum of their messages' bytes, at least 1. A single larger message may go when it is alone.
  std::size_t MaxBytes = std::size_t{64} * 1024 * 1024;
  /// What happens to a call over the limit.
  OverflowAction WhenFull = OverflowAction::Wait;
};

/// Runs a callback somewhere: puts it into the queue of a thread pool, say. Called on the I/O
/// thread; must not block. A task that is never run is a callback that never comes.
using Executor = std::function<void(std::function<void()> task)>;

/// The options of a WebPubSubServiceClient. Plain data; the client keeps a copy.
struct AZURE_MESSAGING_WEBPUBSUB_API WebPubSubServiceClientOptions {
  WebPubSubServiceClientOptions();

  /// The version that every request names.
  ServiceVersion ApiVersion = ServiceVersion::V2024_12_01;

  /// Requests go to this URL instead of the service's endpoint (API Management, say); tokens stay
  /// made for the endpoint, and client access URLs too. Empty: none.
  std::string ReverseProxyEndpoint;

  /// When and how often a failed attempt is repeated.
  RetryOptions Retry;
  /// Connections, TLS, proxies and time-outs of the built-in transport.
  TransportOptions Transport;
  /// The User-Agent.
  TelemetryOptions Telemetry;
  /// How many asynchronous calls may be under way.
  LimitOptions Limits;

  /// Where the callbacks of Future::Then and coroutines run. Null: on the library's I/O thread,
  /// where they must not block.
  Executor CallbackExecutor;

  /// Sends the requests instead of libcurl; `Transport` has no effect then. Null: libcurl.
  std::shared_ptr<HttpTransport> TransportAdapter;

  /// Called once for a call; see HttpPolicy.
  std::vector<std::shared_ptr<HttpPolicy>> PerCallPolicies;
  /// Called for every attempt; see HttpPolicy.
  std::vector<std::shared_ptr<HttpPolicy>> PerRetryPolicies;

  /// Is told of every call. Null: nobody.
  std::shared_ptr<CallObserver> Observer;

  /// This client's logger. Null: the process's (see Diagnostics).
  LogCallback Logger;
  /// Records below this level are not made for `Logger`.
  LogLevel LoggerLevel = LogLevel::Informational;

  /// A token credential needs https, so that the token can't be read on its way. True lifts this,
  /// for a local service.
  bool AllowTokenOverHttp = false;
};

}  // namespace Azure::Messaging::WebPubSub
