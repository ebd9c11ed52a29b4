// The code about OpenTelemetry of the documents and the public comments, exactly as they contain
// it. snippets_test.cpp looks each snippet up here. It's compiled and run with the tests of the
// adapter, where OpenTelemetry is installed.

#include <gmock/gmock.h>

#include <memory>
#include <opentelemetry/sdk/metrics/aggregation/aggregation_config.h>
#include <opentelemetry/sdk/metrics/view/instrument_selector_factory.h>
#include <opentelemetry/sdk/metrics/view/meter_selector_factory.h>
#include <opentelemetry/sdk/metrics/view/view_factory.h>
#include <opentelemetry/trace/scope.h>
#include <string>

#include "adapters/opentelemetry/opentelemetry_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::SizeIs;

class OpenTelemetrySnippets : public OpenTelemetryBench {};

// .github/opentelemetry.md, adapters/opentelemetry.hpp
namespace metrics = opentelemetry::sdk::metrics;

void MeasureInSeconds(metrics::MeterProvider& provider, const std::string& histogram) {
  auto buckets = std::make_shared<metrics::HistogramAggregationConfig>();
  buckets->boundaries_ = {0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25,
                          0.5,   0.75, 1,     2.5,  5,     7.5, 10};
  provider.AddView(metrics::InstrumentSelectorFactory::Create(metrics::InstrumentType::kHistogram,
                                                              histogram, "s"),
                   metrics::MeterSelectorFactory::Create("azure-messaging-webpubsub", "", ""),
                   metrics::ViewFactory::Create(histogram, "", "s",
                                                metrics::AggregationType::kHistogram, buckets));
}

TEST_F(OpenTelemetrySnippets, Traces) {
  const auto tracer = Spans.Provider->GetTracer("program");
  const auto client = MakeClient();
  auto span = tracer->StartSpan("announce");
  const opentelemetry::trace::Scope scope(span);
  client.SendToAllAsync("Dinner is ready").Get();
  const auto spans = Spans.Take();
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans[1].Parent, IdOf(span));
}

TEST_F(OpenTelemetrySnippets, GlobalProviders) {
  WebPubSubServiceClientOptions options;
  options.Observer = std::make_shared<OpenTelemetryObserver>();
  options.TransportAdapter = Transport;
  const WebPubSubServiceClient client("https://wps.example", "chat", AzureKeyCredential("key"),
                                      options);
  EXPECT_EQ(client.SendToAll("hi").Status(), 202);
}

TEST_F(OpenTelemetrySnippets, Buckets) {
  const std::string names[] = {"http.client.request.duration",
                               "azure.webpubsub.client.operation.duration"};
  for (const std::string& name : names) MeasureInSeconds(Metrics.Sdk(), name);
  Options.Observer = std::make_shared<OpenTelemetryObserver>(Spans.Provider, Metrics.Provider);
  MakeClient().SendToAll("hi");
  auto read = Metrics.Read();
  for (const std::string& name : names) {
    ASSERT_THAT(read[name].Points, SizeIs(1)) << name;
    EXPECT_THAT(read[name].Points[0].Boundaries, SizeIs(14)) << name;
    EXPECT_EQ(read[name].Points[0].Boundaries.back(), 10) << name;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
