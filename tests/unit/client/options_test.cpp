#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <type_traits>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

template <class... Types>
constexpr bool NoneIsAnAggregate = !(std::is_aggregate_v<Types> || ...);

// GCC 12 destroys a temporary aggregate in a co_await expression twice.
static_assert(
    NoneIsAnAggregate<SendOptions, CloseOptions, ListOptions, ClientAccessOptions, FanOutOptions>);
static_assert(NoneIsAnAggregate<WebPubSubServiceClientOptions, RetryOptions, TransportOptions,
                                TelemetryOptions, LimitOptions>);
static_assert(NoneIsAnAggregate<WebPubSubGroupMember, Page<int>, AccessToken, TokenRequest,
                                LogRecord, CallDescription, CallProgress, TransportFailure>);

TEST(ClientOptions, HaveDotNetsDefaults) {
  const WebPubSubServiceClientOptions options;
  EXPECT_EQ(options.ApiVersion, ServiceVersion::V2024_12_01);
  EXPECT_EQ(options.ReverseProxyEndpoint, "");
  EXPECT_EQ(options.Retry.MaxRetries, 3);
  EXPECT_EQ(options.Retry.Delay, milliseconds(800));
  EXPECT_EQ(options.Retry.MaxDelay, minutes(1));
  EXPECT_TRUE(options.Telemetry.Enabled);
  EXPECT_EQ(options.Telemetry.ApplicationId, "");
  EXPECT_EQ(options.TransportAdapter, nullptr);
  EXPECT_TRUE(options.PerCallPolicies.empty());
  EXPECT_TRUE(options.PerRetryPolicies.empty());
}

TEST(ClientOptions, HaveSafeDefaultsWhereDotNetHasNone) {
  const WebPubSubServiceClientOptions options;
  EXPECT_EQ(options.Retry.Sends, SendRetry::AtLeastOnce);
  EXPECT_EQ(options.Observer, nullptr);
  EXPECT_EQ(options.Logger, nullptr);
  EXPECT_EQ(options.CallbackExecutor, nullptr);
  EXPECT_FALSE(options.AllowTokenOverHttp);
  EXPECT_EQ(options.Limits.MaxCalls, 10'000U);
  EXPECT_EQ(options.Limits.MaxBytes, 64U * 1024 * 1024);
  EXPECT_EQ(options.Limits.WhenFull, OverflowAction::Wait);
}

TEST(TransportOptions, TrustTheSystemAndItsEnvironmentByDefault) {
  const TransportOptions options;
  EXPECT_EQ(options.ConnectTimeout, seconds(10));
  EXPECT_EQ(options.AttemptTimeout, seconds(100));
  EXPECT_EQ(options.ConnectionLifetime, minutes(5));
  EXPECT_EQ(options.MaxConnections, std::nullopt);
  EXPECT_EQ(options.Proxy, std::nullopt);
  EXPECT_EQ(options.NoProxy, std::nullopt);
  EXPECT_EQ(options.CaFile + options.CaPath, "");
  EXPECT_EQ(options.ClientCertificate + options.ClientKey, "");
  EXPECT_EQ(options.MinimumTls, TlsVersion::V1_2);
  EXPECT_FALSE(options.CheckRevocation);
  EXPECT_EQ(options.HttpVersion, HttpVersionPolicy::Http1);
}

TEST(OperationOptions, AreEmptyByDefault) {
  EXPECT_EQ(SendOptions().MessageTtl, std::nullopt);
  EXPECT_EQ(SendOptions().Filter.Expression(), "");
  EXPECT_FALSE(SendOptions().Filter.IsAllConnections());
  EXPECT_EQ(ListOptions().MaxPageSize, std::nullopt);
  EXPECT_EQ(ListOptions().MaxCount, std::nullopt);
  EXPECT_EQ(ClientAccessOptions().ExpiresAfter, std::nullopt);
  EXPECT_EQ(ClientAccessOptions().ExpiresAt, std::nullopt);
  EXPECT_EQ(ClientAccessOptions().Protocol, WebPubSubClientProtocol::Default);
  EXPECT_EQ(FanOutOptions().MaxConcurrency, std::nullopt);
  EXPECT_EQ(FanOutOptions().Strategy, FanOutStrategy::PerTarget);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
