#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <opentelemetry/metrics/meter_provider.h>
#include <opentelemetry/sdk/metrics/meter_provider.h>
#include <opentelemetry/sdk/metrics/metric_reader.h>
#include <string>
#include <vector>

#include "recorded_spans.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// What was measured with the same attributes.
struct RecordedPoint {
  TextAttributes Attributes;
  /// Of a histogram: how often.
  std::uint64_t Count = 0;
  double Sum = 0;
  std::vector<double> Boundaries;
};

struct RecordedMetric {
  std::string Unit;
  std::vector<RecordedPoint> Points;
};

/// Reads a provider's metrics when a test asks for them.
class RequestedReader final : public opentelemetry::sdk::metrics::MetricReader {
 public:
  opentelemetry::sdk::metrics::AggregationTemporality GetAggregationTemporality(
      opentelemetry::sdk::metrics::InstrumentType /*type*/) const noexcept override {
    return opentelemetry::sdk::metrics::AggregationTemporality::kCumulative;
  }

 private:
  bool OnForceFlush(std::chrono::microseconds /*timeout*/) noexcept override { return true; }
  bool OnShutDown(std::chrono::microseconds /*timeout*/) noexcept override { return true; }
};

inline RecordedPoint RecordedPointOf(const opentelemetry::sdk::metrics::PointDataAttributes& data) {
  namespace sdk = opentelemetry::sdk::metrics;
  namespace nostd = opentelemetry::nostd;
  RecordedPoint point{TextOf(data.attributes), 0, 0, {}};
  const auto number = [](const sdk::ValueType& value) {
    return nostd::holds_alternative<double>(value)
               ? nostd::get<double>(value)
               : static_cast<double>(nostd::get<std::int64_t>(value));
  };
  if (nostd::holds_alternative<sdk::HistogramPointData>(data.point_data)) {
    const auto& histogram = nostd::get<sdk::HistogramPointData>(data.point_data);
    point.Count = histogram.count_;
    point.Sum = number(histogram.sum_);
    point.Boundaries = histogram.boundaries_;
  } else {
    point.Sum = number(nostd::get<sdk::SumPointData>(data.point_data).value_);
  }
  return point;
}

/// A provider of the SDK whose metrics a test can read.
class MetricRecorder {
 public:
  MetricRecorder() {
    sdk_ = new opentelemetry::sdk::metrics::MeterProvider;
    Provider = opentelemetry::nostd::shared_ptr<opentelemetry::metrics::MeterProvider>(sdk_);
    sdk_->AddMetricReader(reader_);
  }

  [[nodiscard]] opentelemetry::sdk::metrics::MeterProvider& Sdk() { return *sdk_; }

  /// All metrics by their names, since the start.
  [[nodiscard]] std::map<std::string, RecordedMetric> Read() {
    std::map<std::string, RecordedMetric> metrics;
    reader_->Collect([&metrics](opentelemetry::sdk::metrics::ResourceMetrics& all) {
      for (const auto& scope : all.scope_metric_data_) {
        for (const auto& data : scope.metric_data_) {
          RecordedMetric& metric = metrics[data.instrument_descriptor.name_];
          metric.Unit = data.instrument_descriptor.unit_;
          for (const auto& point : data.point_data_attr_) {
            metric.Points.push_back(RecordedPointOf(point));
          }
        }
      }
      return true;
    });
    return metrics;
  }

  opentelemetry::nostd::shared_ptr<opentelemetry::metrics::MeterProvider> Provider;

 private:
  opentelemetry::sdk::metrics::MeterProvider* sdk_ = nullptr;
  std::shared_ptr<RequestedReader> reader_ = std::make_shared<RequestedReader>();
};

}  // namespace Azure::Messaging::WebPubSub::Testing
