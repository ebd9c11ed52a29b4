#include "client/build_pipeline.hpp"

#include "auth/access_key.hpp"
#include "core/arguments.hpp"
#include "curl/curl_transport.hpp"
#include "curl/curl_version.hpp"
#include "pipeline/call_log.hpp"
#include "pipeline/policies/client_request_id.hpp"
#include "pipeline/policies/jwt_authentication.hpp"
#include "pipeline/policies/reverse_proxy.hpp"
#include "pipeline/policies/telemetry.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

void CheckRetry(const RetryOptions& retry) {
  if (retry.MaxRetries < 0) RefuseArgument("options.Retry.MaxRetries", "must be at least 0");
  if (retry.Delay.count() < 0) RefuseArgument("options.Retry.Delay", "must not be negative");
  if (retry.MaxDelay.count() < 0) RefuseArgument("options.Retry.MaxDelay", "must not be negative");
}

void CheckLimits(const LimitOptions& limits) {
  if (limits.MaxCalls < 1) RefuseArgument("options.Limits.MaxCalls", "must be at least 1");
  if (limits.MaxBytes < 1) RefuseArgument("options.Limits.MaxBytes", "must be at least 1");
}

void CheckPolicies(const std::vector<std::shared_ptr<HttpPolicy>>& policies,
                   std::string_view parameter) {
  for (const auto& policy : policies) {
    if (!policy) RefuseArgument(parameter, "must not hold a null pointer");
  }
}

// A bearer token that is read on its way can be used by whoever reads it.
void CheckTokenCredential(const TokenCredential* credential, const Endpoint& destination,
                          bool allowHttp) {
  if (credential == nullptr) RefuseArgument("credential", "must not be null");
  if (!destination.Secure && !allowHttp) {
    RefuseArgument("credential",
                   "a token credential needs an https endpoint "
                   "(options.AllowTokenOverHttp lifts this)");
  }
}

void AddPerCall(Pipeline& pipeline, const WebPubSubServiceClientOptions& options,
                const Environment& environment) {
  const std::string sender = options.TransportAdapter ? std::string() : CurlVersion();
  pipeline.PerCall = {std::make_shared<ClientRequestIdPolicy>(environment.Random),
                      std::make_shared<TelemetryPolicy>(options.Telemetry, sender)};
  CheckPolicies(options.PerCallPolicies, "options.PerCallPolicies");
  pipeline.PerCall.insert(pipeline.PerCall.end(), options.PerCallPolicies.begin(),
                          options.PerCallPolicies.end());
}

void AddTransport(Pipeline& pipeline, const WebPubSubServiceClientOptions& options) {
  EventLoop::MakeIo makeIo;
  if (options.TransportAdapter) {
    pipeline.Transport = options.TransportAdapter;
  } else {
    const auto curl = std::make_shared<CurlTransport>(options.Transport);
    pipeline.Transport = curl;
    makeIo = [curl] { return curl->MakeIo(); };
  }
  pipeline.Runtime = std::make_shared<AsyncRuntime>(options, pipeline.Log, std::move(makeIo));
}

}  // namespace

Pipeline BuildPipeline(const HubAddress& hub, const Credential& credential,
                       const WebPubSubServiceClientOptions& options,
                       const Environment& environment) {
  CheckRetry(options.Retry);
  CheckLimits(options.Limits);
  Pipeline pipeline;
  pipeline.Hub = hub.Hub;
  pipeline.Environment = environment;
  pipeline.Retry = options.Retry;
  pipeline.Observer = options.Observer;
  pipeline.Log = Log(options.Logger, options.LoggerLevel);
  AddPerCall(pipeline, options, environment);

  Endpoint destination = hub.Endpoint;
  if (!options.ReverseProxyEndpoint.empty()) {
    destination = ParseEndpoint(options.ReverseProxyEndpoint, "options.ReverseProxyEndpoint");
    pipeline.PerAttempt.push_back(std::make_shared<ReverseProxyPolicy>(hub.Endpoint, destination));
  }
  CheckPolicies(options.PerRetryPolicies, "options.PerRetryPolicies");
  pipeline.PerAttempt.insert(pipeline.PerAttempt.end(), options.PerRetryPolicies.begin(),
                             options.PerRetryPolicies.end());

  if (const auto* key = std::get_if<AzureKeyCredential>(&credential)) {
    pipeline.Signer = std::make_shared<JwtAuthenticationPolicy>(AccessKeySigner(*key), environment);
    if (!destination.Secure) LogKeyOverHttp(pipeline.Log, destination.Url());
  } else {
    const auto& tokens = std::get<std::shared_ptr<TokenCredential>>(credential);
    CheckTokenCredential(tokens.get(), destination, options.AllowTokenOverHttp);
    pipeline.Tokens = std::make_shared<TokenCache>(tokens, environment.SystemNow);
  }
  AddTransport(pipeline, options);
  return pipeline;
}

}  // namespace Azure::Messaging::WebPubSub
