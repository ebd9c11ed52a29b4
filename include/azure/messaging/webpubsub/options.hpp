#pragma once

#include <azure/messaging/webpubsub/diagnostics.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/limit_options.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>
#include <azure/messaging/webpubsub/observer.hpp>
#include <azure/messaging/webpubsub/policy.hpp>
#include <azure/messaging/webpubsub/retry_options.hpp>
#include <azure/messaging/webpubsub/telemetry_options.hpp>
#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// The version of the service's REST API.
///
/// 2023-07-01 has the features of 2022-11-01. An operation or option that a version lacks is
/// refused, with the version that it needs.
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

/// Runs a callback elsewhere, for example on a thread pool. Called on the I/O thread; must not
/// block. A task that is never run is a callback that never comes.
using Executor = std::function<void(std::function<void()> task)>;

/// The options of a WebPubSubServiceClient. Plain data; the client keeps a copy. Refused with
/// std::invalid_argument once they were moved from.
struct AZURE_MESSAGING_WEBPUBSUB_API WebPubSubServiceClientOptions : Detail::MoveMark {
  WebPubSubServiceClientOptions();

  /// The version that every request names.
  ServiceVersion ApiVersion = ServiceVersion::V2024_12_01;

  /// Requests go to this URL instead of the service's endpoint (for example API Management). Tokens
  /// are still made for the endpoint, and client access URLs too. Empty: none.
  std::string ReverseProxyEndpoint;

  /// When and how often a failed attempt is repeated.
  RetryOptions Retry;
  /// A deadline for every call, all its attempts and waits together, counted from the start of the
  /// call; the deadline of the call's Context wins where it is earlier. Each request of a fan-out
  /// and each page of a list is a call of its own. More than 0; a century or more means no limit.
  /// Unset: none, so that a call may take (1 + MaxRetries) times AttemptTimeout and the waits
  /// between.
  std::optional<std::chrono::milliseconds> CallTimeout;
  /// Connections, TLS, proxies and time-outs of the built-in transport.
  TransportOptions Transport;
  /// The User-Agent.
  TelemetryOptions Telemetry;
  /// How many asynchronous calls may be under way.
  LimitOptions Limits;

  /// Where the callbacks of Future::Then and coroutines run. Null: on the library's I/O thread,
  /// where they must not block. A callback that can't be given to the executor, because it throws
  /// or there is no memory, runs on the I/O thread too.
  Executor CallbackExecutor;

  /// Sends the requests instead of libcurl; `Transport` has no effect then. Null: libcurl.
  std::shared_ptr<HttpTransport> TransportAdapter;

  /// Called once for a call; see HttpPolicy.
  std::vector<std::shared_ptr<HttpPolicy>> PerCallPolicies;
  /// Called for every attempt; see HttpPolicy.
  std::vector<std::shared_ptr<HttpPolicy>> PerRetryPolicies;

  /// Observes every call. Null: none.
  std::shared_ptr<CallObserver> Observer;

  /// This client's logger. Null: the process's (see Diagnostics).
  LogCallback Logger;
  /// Records below this level are not made for `Logger`.
  LogLevel LoggerLevel = LogLevel::Informational;

  /// The scope of the tokens that a TokenCredential is asked for. Empty: the one of the endpoint's
  /// cloud, `https://webpubsub.azure.com/.default`, or with `.azure.cn` or `.azure.us` for an
  /// endpoint below one of those. Only the public cloud's is documented; those of the other clouds
  /// are inferred from their endpoints. An endpoint with a custom domain counts as the public
  /// cloud's. Visible ASCII characters.
  std::string TokenScope;

  /// A token credential needs https, so that the token can't be read on its way. True lifts this,
  /// for a local service.
  bool AllowTokenOverHttp = false;
};

}  // namespace Azure::Messaging::WebPubSub
