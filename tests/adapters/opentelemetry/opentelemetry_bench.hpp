#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/adapters/opentelemetry.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <opentelemetry/trace/scope.h>
#include <string>
#include <vector>

#include "recorded_metrics.hpp"
#include "recorded_spans.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

struct BlockingForm {
  static void Send(const WebPubSubServiceClient& client, const Context& context = {}) {
    client.SendToAll("hi", {}, context);
  }
  static bool Ask(const WebPubSubServiceClient& client) { return client.UserExists("ann"); }
  static void SendToUsers(const WebPubSubServiceClient& client,
                          const std::vector<std::string>& users, const FanOutOptions& how) {
    (void)client.SendToUsers(users, "hi", how);
  }
};

struct AsynchronousForm {
  static void Send(const WebPubSubServiceClient& client, const Context& context = {}) {
    client.SendToAllAsync("hi", {}, context).Get();
  }
  static bool Ask(const WebPubSubServiceClient& client) {
    return client.UserExistsAsync("ann").Get();
  }
  static void SendToUsers(const WebPubSubServiceClient& client,
                          const std::vector<std::string>& users, const FanOutOptions& how) {
    (void)client.SendToUsersAsync(users, "hi", how).Get();
  }
};

using Forms = ::testing::Types<BlockingForm, AsynchronousForm>;

/// A client with an observer whose spans and metrics are recorded. Its transport plays a script,
/// and responds with 202 to what the script doesn't have.
class OpenTelemetryBench : public ::testing::Test {
 protected:
  OpenTelemetryBench() {
    Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
    Options.TransportAdapter = Transport;
    Options.Retry.Delay = std::chrono::milliseconds(1);
    Options.Observer = Observer;
  }

  [[nodiscard]] WebPubSubServiceClient MakeClient() const {
    return {"https://wps.example", "chat", AzureKeyCredential("key"), Options};
  }

  /// A span of the program that makes calls.
  [[nodiscard]] opentelemetry::nostd::shared_ptr<opentelemetry::trace::Span> StartSpan(
      const char* name) const {
    return Spans.Provider->GetTracer("program")->StartSpan(name);
  }

  SpanRecorder Spans;
  MetricRecorder Metrics;
  std::shared_ptr<OpenTelemetryObserver> Observer =
      std::make_shared<OpenTelemetryObserver>(Spans.Provider, Metrics.Provider);
  std::shared_ptr<ScriptedTransport> Transport = std::make_shared<ScriptedTransport>();
  WebPubSubServiceClientOptions Options;
};

inline std::string IdOf(const opentelemetry::nostd::shared_ptr<opentelemetry::trace::Span>& span) {
  return HexOf(span->GetContext().span_id());
}

}  // namespace Azure::Messaging::WebPubSub::Testing
