#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <opentelemetry/exporters/memory/in_memory_span_data.h>
#include <opentelemetry/exporters/memory/in_memory_span_exporter_factory.h>
#include <opentelemetry/sdk/common/attribute_utils.h>
#include <opentelemetry/sdk/resource/resource.h>
#include <opentelemetry/sdk/trace/processor.h>
#include <opentelemetry/sdk/trace/sampler.h>
#include <opentelemetry/sdk/trace/samplers/always_on_factory.h>
#include <opentelemetry/sdk/trace/simple_processor_factory.h>
#include <opentelemetry/sdk/trace/span_data.h>
#include <opentelemetry/sdk/trace/tracer_provider.h>
#include <opentelemetry/sdk/trace/tracer_provider_factory.h>
#include <opentelemetry/trace/span_context.h>
#include <opentelemetry/trace/tracer_provider.h>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// Names and values, whatever their type.
using TextAttributes = std::map<std::string, std::string>;

template <class Attributes>
TextAttributes TextOf(const Attributes& attributes) {
  TextAttributes texts;
  for (const auto& [name, value] : attributes) {
    opentelemetry::nostd::visit(
        [&text = texts[name]](const auto& held) {
          using Value = std::decay_t<decltype(held)>;
          if constexpr (std::is_same_v<Value, std::string>) {
            text = held;
          } else if constexpr (std::is_arithmetic_v<Value>) {
            text = std::to_string(held);
          } else {
            text = "a list";
          }
        },
        value);
  }
  return texts;
}

template <class Id>
std::string HexOf(const Id& id) {
  std::string hex(2 * Id::kSize, '0');
  id.ToLowerBase16(opentelemetry::nostd::span<char, 2 * Id::kSize>(hex.data(), hex.size()));
  return hex;
}

/// A span that has ended.
struct RecordedSpan {
  std::string Name;
  opentelemetry::trace::SpanKind Kind{};
  std::string Trace;
  std::string Id;
  /// Zeros for a root.
  std::string Parent;
  opentelemetry::trace::StatusCode Status{};
  std::string Description;
  TextAttributes Attributes;
};

inline RecordedSpan RecordedSpanOf(const opentelemetry::sdk::trace::SpanData& data) {
  RecordedSpan span;
  span.Name = std::string(data.GetName());
  span.Kind = data.GetSpanKind();
  span.Trace = HexOf(data.GetTraceId());
  span.Id = HexOf(data.GetSpanId());
  span.Parent = HexOf(data.GetParentSpanId());
  span.Status = data.GetStatus();
  span.Description = std::string(data.GetDescription());
  span.Attributes = TextOf(data.GetAttributes());
  return span;
}

/// A provider of the SDK that keeps the spans.
class SpanRecorder {
 public:
  explicit SpanRecorder(std::unique_ptr<opentelemetry::sdk::trace::Sampler> sampler =
                            opentelemetry::sdk::trace::AlwaysOnSamplerFactory::Create()) {
    namespace sdk = opentelemetry::sdk;
    auto exporter =
        opentelemetry::exporter::memory::InMemorySpanExporterFactory::Create(data_, Capacity);
    Provider = opentelemetry::nostd::shared_ptr<opentelemetry::trace::TracerProvider>(
        sdk::trace::TracerProviderFactory::Create(
            sdk::trace::SimpleSpanProcessorFactory::Create(std::move(exporter)),
            sdk::resource::Resource::GetEmpty(), std::move(sampler))
            .release());
  }

  /// The spans that have ended since the last call, in the order of their ends.
  [[nodiscard]] std::vector<RecordedSpan> Take() {
    std::vector<RecordedSpan> spans;
    for (const auto& data : data_->GetSpans()) spans.push_back(RecordedSpanOf(*data));
    return spans;
  }

  opentelemetry::nostd::shared_ptr<opentelemetry::trace::TracerProvider> Provider;

 private:
  static constexpr std::size_t Capacity = 10000;

  std::shared_ptr<opentelemetry::exporter::memory::InMemorySpanData> data_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
