#include "client/client_factory.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "auth/authenticator.hpp"
#include "client/client_state.hpp"
#include "core/arguments.hpp"
#include "core/text.hpp"
#include "curl/curl_transport.hpp"
#include "curl/handles.hpp"
#include "curl/transport_options.hpp"
#include "pipeline/call_log.hpp"
#include "pipeline/policies/client_request_id.hpp"
#include "pipeline/policies/reverse_proxy.hpp"
#include "pipeline/policies/telemetry.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using Policies = std::vector<std::shared_ptr<const HttpPolicy>>;

void CheckOptions(const WebPubSubServiceClientOptions& options) {
  RefuseMovedFrom(options, "options");
  RefuseMovedFrom(options.Transport, "options.Transport");
  Require(!ToString(options.ApiVersion).empty(), "options.ApiVersion",
          "must be an enumerator of ServiceVersion");
  const RetryOptions& retry = options.Retry;
  Require(retry.MaxRetries >= 0, "options.Retry.MaxRetries", "must be at least 0");
  Require(retry.Delay.count() >= 0, "options.Retry.Delay", "must not be negative");
  Require(retry.MaxDelay.count() >= 0, "options.Retry.MaxDelay", "must not be negative");
  Require(retry.MaxRetryAfter.count() >= 0, "options.Retry.MaxRetryAfter", "must not be negative");
  Require(!options.CallTimeout || options.CallTimeout->count() > 0, "options.CallTimeout",
          "must be more than 0");
  Require(AllOf(options.TokenScope, IsVisibleAscii), "options.TokenScope",
          "must be visible ASCII characters");
  Require(options.Limits.MaxCalls >= 1, "options.Limits.MaxCalls", "must be at least 1");
  Require(options.Limits.MaxBytes >= 1, "options.Limits.MaxBytes", "must be at least 1");
}

void AddPolicies(Policies& to, const std::vector<std::shared_ptr<HttpPolicy>>& policies,
                 std::string_view parameter) {
  for (const auto& policy : policies) {
    Require(policy != nullptr, parameter, "must not hold a null pointer");
    to.push_back(policy);
  }
}

Policies PerCallPolicies(const WebPubSubServiceClientOptions& options,
                         const Environment& environment) {
  const std::string transport = options.TransportAdapter ? std::string() : CurlVersion();
  Policies policies{std::make_shared<ClientRequestIdPolicy>(environment.Random),
                    std::make_shared<TelemetryPolicy>(options.Telemetry, transport)};
  AddPolicies(policies, options.PerCallPolicies, "options.PerCallPolicies");
  return policies;
}

// Where the requests go.
Endpoint Destination(const Endpoint& service, const WebPubSubServiceClientOptions& options) {
  if (options.ReverseProxyEndpoint.empty()) return service;
  return ParseEndpoint(options.ReverseProxyEndpoint, "options.ReverseProxyEndpoint");
}

Policies PerAttemptPolicies(const Endpoint& service, const Endpoint& destination,
                            const WebPubSubServiceClientOptions& options) {
  Policies policies;
  if (!options.ReverseProxyEndpoint.empty()) {
    policies.push_back(std::make_shared<ReverseProxyPolicy>(service, destination));
  }
  AddPolicies(policies, options.PerRetryPolicies, "options.PerRetryPolicies");
  return policies;
}

std::unique_ptr<Authenticator> MakeAuthenticator(const Credential& credential,
                                                 const Endpoint& service,
                                                 const Endpoint& destination,
                                                 const WebPubSubServiceClientOptions& options,
                                                 const Environment& environment, const Log& log) {
  if (const auto* key = std::get_if<AzureKeyCredential>(&credential)) {
    Require(AccessKey(*key).IsValid(), "credential", MovedFromRule);
    if (!destination.Secure) LogKeyOverHttp(log, destination.Url());
    return MakeAccessKeyAuthenticator(AccessKey(*key), environment.SystemNow);
  }
  const auto& tokens = std::get<std::shared_ptr<TokenCredential>>(credential);
  Require(tokens != nullptr, "credential", "must not be null");
  // Anyone who reads a bearer token on its way can use it.
  Require(destination.Secure || options.AllowTokenOverHttp, "credential",
          "a token credential needs an https endpoint (options.AllowTokenOverHttp lifts this)");
  const std::string& scope = options.TokenScope;
  return MakeTokenAuthenticator(tokens, scope.empty() ? ScopeOf(service) : scope,
                                environment.SystemNow);
}

// A century is no limit, and a longer time doesn't fit the clock.
std::optional<std::chrono::milliseconds> CallTimeout(const WebPubSubServiceClientOptions& options) {
  constexpr std::chrono::hours Century{100 * 365 * 24};
  return options.CallTimeout < Century ? options.CallTimeout : std::nullopt;
}

std::shared_ptr<Transport> MakeTransport(const WebPubSubServiceClientOptions& options) {
  if (options.TransportAdapter) return std::make_shared<TransportAdapter>(options.TransportAdapter);
  return std::make_shared<CurlTransport>(options.Transport);
}

}  // namespace

std::shared_ptr<const ClientState> ClientFactory::MakeState(
    const Endpoint& endpoint, std::string_view hub, const Credential& credential,
    const WebPubSubServiceClientOptions& options, const Environment& environment,
    std::shared_ptr<Transport> transport) {
  CheckHub(hub);
  CheckOptions(options);
  Pipeline pipeline;
  pipeline.Hub = hub;
  pipeline.Environment = environment;
  pipeline.Retry = options.Retry;
  pipeline.CallTimeout = CallTimeout(options);
  pipeline.Observer = options.Observer;
  pipeline.Log = Log(options.Logger, options.LoggerLevel);
  pipeline.PerCall = PerCallPolicies(options, environment);
  const Endpoint destination = Destination(endpoint, options);
  pipeline.PerAttempt = PerAttemptPolicies(endpoint, destination, options);
  pipeline.Authenticator =
      MakeAuthenticator(credential, endpoint, destination, options, environment, pipeline.Log);
  pipeline.MaxConnections = MaxConnectionsOf(options.Transport);
  pipeline.Transport = transport ? std::move(transport) : MakeTransport(options);
  pipeline.Runtime = std::make_shared<AsyncRuntime>(options.Limits, options.CallbackExecutor,
                                                    pipeline.Log, pipeline.Transport->Io());

  std::optional<AccessKey> key;
  if (const auto* shared = std::get_if<AzureKeyCredential>(&credential)) key.emplace(*shared);
  return std::make_shared<ClientState>(
      HubAddress(endpoint, hub, options.ApiVersion, destination, pipeline.Log), std::move(pipeline),
      std::move(key));
}

WebPubSubServiceClient ClientFactory::Make(const Endpoint& endpoint, std::string_view hub,
                                           const Credential& credential,
                                           const WebPubSubServiceClientOptions& options,
                                           const Environment& environment,
                                           std::shared_ptr<Transport> transport) {
  return WebPubSubServiceClient(
      MakeState(endpoint, hub, credential, options, environment, std::move(transport)));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
